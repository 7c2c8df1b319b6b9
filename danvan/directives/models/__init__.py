"""Directing documents, what became of them in each unit, and the books their numbers come from."""

from danvan.directives.models.numbering import Format, NumberBook

__all__ = ["Format", "NumberBook"]
