"""
The demo city: a year of Hanoi's work, 2019, with the published totals to the digit.

What is published are the totals; how they split over 615 units and four quarters is generated with a fixed seed and is
illustrative, and so are 2018, the first quarter of 2020 and every indicator the published review does not name.
"""
