"""The words of the API's parameters, each with what the schema says about it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Header, Query
from pydantic import AfterValidator, Field, WithJsonSchema

from danvan.audit.once import KEY

LARGEST_ID = 2**63 - 1
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
PERIOD = r"^[0-9]{4}(-(Q[1-4]|H[12]|9M|M(0[1-9]|1[0-2])))?$"


def _plain(text: str) -> str:
    """Text as people write it: NFC, no control signs and no halves of letters, which no database can hold."""
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
        raise ValueError("control characters and lone surrogates are not text")
    return unicodedata.normalize("NFC", text)


def _known_day(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("a day from 1900 to 2200")
    return day


Words = Annotated[str, AfterValidator(_plain)]
Reason = Annotated[Words, Field(max_length=500)]
Day = Annotated[date, AfterValidator(_known_day)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]

# Plain annotations, no `Query(…)`: ninja writes a parameter's default into that object, which two operations would share.
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
UnitCode = Annotated[Words, Field(max_length=40)]
# The form is the schema's business, the refusal ours: it says in words what a period looks like.
PeriodName = Annotated[
    Words,
    Field(max_length=20),
    WithJsonSchema({"type": "string", "pattern": PERIOD}),
]
Indicator = Annotated[Words, Field(max_length=80)]
# Empty: the first form in use.
FormCode = Annotated[Words, Field(max_length=40)]
Indicators = Annotated[
    list[Annotated[Words, Field(max_length=80)]],
    Query(min_length=1, max_length=20),
]
On = Day | None
Cursor = Annotated[Words, Field(max_length=400)]
Limit = Annotated[int, Field(ge=1, le=500)]
OnceKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=f"^{KEY.pattern}$",
    ),
]

# What the reference says about a parameter, by its name.
MEANINGS = {
    "unit": _("Code of a unit, such as HN."),
    "code": _("Code of a unit, such as HN."),
    "period": _("2019, 2019-H1, 2019-9M, 2019-Q1 or 2019-M03."),
    "form": _("Code of a form; the first one in use when left out."),
    "from": _("The first period."),
    "to": _("The last period, of the same kind."),
    "indicator": _("Code of an indicator; where several fit, repeat it up to 20 times."),
    "on": _("A day, as 2019-12-31; today when left out."),
    "level": _("Only units of this level: city, district, commune, agency."),
    "q": _("Words of the name, with or without marks."),
    "look": _("Only one state: expected, draft, sent, returned, accepted or late."),
    "figures_of": _(
        "Whose figures: draft, latest, accepted or a version's number. Left out: your draft, else the latest."
    ),
    "cursor": _("“next” of the page before."),
    "limit": _("Items on a page, at most 500."),
    "pk": _("Number of the report, from the board."),
    "round_id": _("Number of the round."),
    "Idempotency-Key": _(
        "128 random bits, new for each request; send the same again when you do not know what came of it."
    ),
}
