"""Briefings as meetings: the room in which a period is looked at, and the package that is made for it."""
