"""Kinds of official documents, by the sign that stands for them in a symbol."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import pgettext_lazy

# Signs as Nghị định 30/2020/NĐ-CP (annex III) and the Party's rules on types of documents write them.
_KINDS = (
    ("NQ", pgettext_lazy("document", "resolution")),
    ("CT", pgettext_lazy("document", "directive")),
    ("KL", pgettext_lazy("document", "conclusion")),
    ("QĐ", pgettext_lazy("document", "decision")),
    ("QĐi", pgettext_lazy("document", "regulation")),
    ("QC", pgettext_lazy("document", "working rules")),
    ("QyC", pgettext_lazy("document", "rules of work")),
    ("CTr", pgettext_lazy("document", "programme of action")),
    ("ĐA", pgettext_lazy("document", "project")),
    ("KH", pgettext_lazy("document", "plan")),
    ("HD", pgettext_lazy("document", "guidance")),
    ("TB", pgettext_lazy("document", "notice")),
    ("BC", pgettext_lazy("document", "report")),
    ("TTr", pgettext_lazy("document", "proposal")),
    ("CV", pgettext_lazy("document", "official letter")),
    ("QH", pgettext_lazy("document", "act of the National Assembly")),
    ("NĐ", pgettext_lazy("document", "decree")),
    ("TT", pgettext_lazy("document", "circular")),
    ("NQLT", pgettext_lazy("document", "joint resolution")),
    ("TTLT", pgettext_lazy("document", "joint circular")),
    ("ĐN", pgettext_lazy("document", "proposal to another body")),
    ("TTh", pgettext_lazy("document", "letter")),
)
KINDS = MappingProxyType(dict(_KINDS))
CHOICES = _KINDS
# What a unit of ours gives others to carry out, in the order in which it is usually chosen.
OWN = ("KH", "CT", "CTr", "HD", "KL", "NQ", "QĐ", "QĐi", "TB", "CV")


def label(sign: str) -> str:
    return str(KINDS.get(sign, sign))
