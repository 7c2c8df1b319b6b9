"""Kinds of official documents, by the sign that stands for them in a symbol."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

# Signs as Nghị định 30/2020/NĐ-CP (annex III) and the Party's rules on types of documents write them.
_KINDS = (
    ("NQ", _("resolution")),
    ("CT", _("directive")),
    ("KL", _("conclusion")),
    ("QĐ", _("decision")),
    ("QĐi", _("regulation")),
    ("QC", _("working rules")),
    ("QyC", _("rules of work")),
    ("CTr", _("programme of action")),
    ("ĐA", _("project")),
    ("KH", _("plan")),
    ("HD", _("guidance")),
    ("TB", _("notice")),
    ("BC", _("report")),
    ("TTr", _("proposal")),
    ("CV", _("official letter")),
    ("QH", _("act of the National Assembly")),
    ("NĐ", _("decree")),
    ("TT", _("circular")),
    ("NQLT", _("joint resolution")),
    ("TTLT", _("joint circular")),
    ("ĐN", _("proposal to another body")),
    ("TTh", _("letter")),
)
KINDS = MappingProxyType(dict(_KINDS))
CHOICES = _KINDS
# What a unit of ours gives others to carry out, in the order in which it is usually chosen.
OWN = ("KH", "CT", "CTr", "HD", "KL", "NQ", "QĐ", "QĐi", "TB", "CV")


def label(sign: str) -> str:
    return str(KINDS.get(sign, sign))
