"""The receipt of one invented resident, so that a newcomer can follow a petition from the public pages."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError

from danvan.petitions import receipts
from danvan.petitions.models import Petition

# A code is made of this and of a secret file beside the database: every demo city has another one.
KEY = "danvan-demo: the receipt of a resident of Phúc Xá ward"


def code() -> str:
    """As the sender would type it; empty where there is no demo city."""
    if not (settings.KEYS_ROOT / "petitions-receipts.key").exists():
        return ""
    made = receipts.code_for(KEY)
    try:
        known = Petition.unscoped.filter(lookup=receipts.lookup(made)).exists()
    except DatabaseError:
        return ""  # Not migrated yet.
    return receipts.shown(made) if known else ""
