"""Directing documents, what became of them in each unit, and the books their numbers come from."""

from danvan.directives.models.assignments import DirectiveAssignment
from danvan.directives.models.directives import Directive, DirectiveFile, DirectiveRelation, Programme
from danvan.directives.models.numbering import Format, NumberBook

__all__ = [
    "Directive",
    "DirectiveAssignment",
    "DirectiveFile",
    "DirectiveRelation",
    "Format",
    "NumberBook",
    "Programme",
]
