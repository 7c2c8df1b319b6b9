"""
Findings, opinions and recommendations are about the work of units: a text that names a person is refused.

Signs are those that petitions look for. An office with its body after it ("Chủ tịch UBND phường") is nobody's name.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.common.vietnamese import fold, nfc
from danvan.oversight.refusals import PersonalData
from danvan.petitions import detection

_BODIES = {
    fold(word)
    for word in ("Mặt", "Hội", "Liên", "Đoàn", "Chi", "Trung", "Văn", "Phòng", "Trạm", "Hiệu", "Kho", "Cục")
}
# An agency's letters: UBND, HĐND, MTTQ.
_SHORTEST = 2


def clean(text: str, most: int = 4000) -> str:
    """The text in one form of Unicode, trimmed. :raises PersonalData: when it names a person or a way to one"""
    said = nfc(text).strip()[:most]
    refuse(said)
    return said


def refuse(*texts: str) -> None:
    """:raises PersonalData: for the first text that names a person or a way to one"""
    for text in texts:
        found = next((piece for piece in detection.find(text) if not _harmless(piece)), None)
        if found is not None:
            raise PersonalData(
                _(
                    "“%(what)s” looks like personal data (%(kind)s). Write about the work of the unit, not about a person."
                )
                % {"what": found.text, "kind": detection.LABELS[found.kind]},
                found=found.text,
            )


def _harmless(piece: detection.Found) -> bool:
    if piece.kind != "name":
        return False
    first = piece.text.split()[0]
    return fold(first) in _BODIES or (first.isupper() and len(first) > _SHORTEST)
