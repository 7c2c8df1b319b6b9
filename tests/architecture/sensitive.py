"""
What Danvan never stores about a person (DESIGN, hard limits 1 and 2; R-30): the words that would give such a field away.

Stems are compared without Vietnamese marks, at the start of a word. They were chosen to meet names of fields, choices
and labels, not running text; a word that happens to match in a harmless sense stands in `sensitive_allowed.csv` with
the reason somebody reviewed.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from danvan.common.vietnamese import fold

ENGLISH = [
    "religio",
    "faith",
    "belief",
    "worship",
    "church",
    "parish",
    "pagoda",
    "monk",
    "priest",
    "catholic",
    "protestant",
    "buddhis",
    "muslim",
    "islam",
    "christian",
    "atheis",
    "congregation",
    "diocese",
    "baptis",
    "clergy",
    "ethnic",
    "race",
    "racial",
    "tribe",
    "tribal",
    "minority",
    "minorities",
    "nationality",
    "skin_colo",
    "indigenous",
    "political_opinion",
    "politics",
    "ideolog",
    "dissident",
    "dissent",
    "reactionary",
    "loyalty",
    "attitude",
    "sentiment",
    "party_member",
    "union_member",
    "affiliation",
    "health",
    "illness",
    "disease",
    "disabilit",
    "disabled",
    "diagnos",
    "medical",
    "hiv",
    "mental",
    "pregnan",
    "vaccin",
    "blood_type",
    "genetic",
    "biometric",
    "fingerprint",
    "marital",
    "married",
    "spouse",
    "husband",
    "wife",
    "divorce",
    "family",
    "household_member",
    "kinship",
    "children_of",
    "sexual",
    "sexuality",
    "gender_identity",
    "orientation",
    "criminal",
    "conviction",
    "prison",
    "offender",
    "addict",
    "prostitut",
]

VIETNAMESE = """
ton giao|tin nguong|tin do|giao dan|giao xu|giao phan|cong giao|phat giao|tin lanh|hoi giao|cao dai|hoa hao|chuc sac|
chuc viec|linh muc|nha su|nha tho|chua chien|dao lac|ta dao|thanh that|thanh duong
dan toc|sac toc|toc nguoi|thieu so|nguoi kinh|hmong|khmer
chinh kien|quan diem chinh tri|tu tuong chinh tri|thai do chinh tri|phan dong|bat man|bat dong chinh kien|lap truong|
xu huong chinh tri|dang vien
suc khoe|benh tat|benh an|khuyet tat|tan tat|tam than|mang thai|nhiem hiv|nhom mau|sinh trac|van tay
hon nhan|ket hon|ly hon|vo chong|than nhan|gia dinh|huyet thong|ho hang|tinh duc|xu huong tinh duc|gioi tinh
tien an|tien su|pham nhan|nghien hut|mai dam|ma tuy
""".replace("\n", "|").split("|")

STEMS = sorted({fold(stem).strip() for stem in [*ENGLISH, *VIETNAMESE] if stem.strip()})
_ANY = re.compile(r"(?<![a-z0-9])(" + "|".join(re.escape(stem.replace("_", " ")) for stem in STEMS) + ")")
_ALLOWED = Path(__file__).with_name("sensitive_allowed.csv")


def hits(text: str) -> list[str]:
    """The stems found in a name or label; ``field_name`` and ``FieldName`` are read as words."""
    words = (
        re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", str(text))
        .replace("_", " ")
        .replace("-", " ")
        .replace(".", " ")
    )
    return [found[1] for found in _ANY.finditer(fold(words))]


def allowed() -> dict[tuple[str, str], str]:
    """(where, stem) -> why that is no such field."""
    with _ALLOWED.open(encoding="utf-8", newline="") as file:
        return {(row["where"], row["stem"]): row["reason"] for row in csv.DictReader(file)}
