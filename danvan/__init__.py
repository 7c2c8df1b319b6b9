"""Danvan: every voice answered, every promise kept, every number proven."""

__version__ = "0.1.0"
