"""
Benchmarks: each figure is a ratio to a peer measured in the same run, median of interleaved rounds.

`make bench` runs all of them on SQLite and PostgreSQL; `python -m bench report rebuild` only some.
"""
