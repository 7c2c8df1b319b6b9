"""
The English pages show the same city's official figures, so they keep the Vietnamese signs.

Were they to print 8,597 where the document beside them prints 8.597, one reader in two would take one of them
for a fraction; and a figure copied from an English page into a form would be read as another number.
"""

from danvan.common.formats.vi.formats import *  # noqa: F403
