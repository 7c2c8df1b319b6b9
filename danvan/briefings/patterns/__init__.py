"""
The catalogue of generated sentences: one row per sentence, in the order they print.

To make the platform write about another indicator, add a row to its group. Words in the rows are the platform's
data (official Vietnamese); the grammar that joins them is in `danvan.briefings.sentences` and is kept regular, so that
what is written can be read back: total first, levels in brackets parted by ";", kinds after "trong đó" parted by ",".
"""

from __future__ import annotations

from danvan.briefings.patterns.grassroots import AWARD, DEMOCRACY, MODEL
from danvan.briefings.patterns.leading import DIRECTION, INSPECTION, REPORTING, SITUATION, TRAINING
from danvan.briefings.patterns.meeting import DIALOGUE, PETITION, RECEPTION
from danvan.briefings.patterns.shapes import Count, Coverage, Group, Part, Pattern, Several, Share, codes_of
from danvan.briefings.patterns.watching import CONSULTATION, CRITICISM, SUPERVISION

__all__ = ["GROUPS", "Count", "Coverage", "Group", "Part", "Pattern", "Several", "Share", "codes_of"]

GROUPS: dict[str, Group] = {
    group.code: group
    for group in (
        DIRECTION, DIALOGUE, RECEPTION, PETITION, SUPERVISION, CRITICISM, CONSULTATION,
        DEMOCRACY, MODEL, AWARD, INSPECTION, TRAINING, SITUATION, REPORTING,
    )
}  # fmt: skip
