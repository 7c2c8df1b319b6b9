"""Services, definitions and requests as GeoReport v2 names them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from danvan.petitions import public as petitions

OPEN = ("received", "own_authority", "reopened")
TOKENS = "danvan.portal.open311"


def services(on) -> list[dict[str, Any]]:
    """The topics of the closed list. A denunciation is no service: no code stands for it."""
    return [
        {
            "service_code": one.code, "service_name": one.name, "description": one.description, "metadata": True,
            "type": "realtime", "keywords": ",".join(one.keywords), "group": one.group,
        }
        for one in petitions.services_list(on)
    ]  # fmt: skip


def definition(code: str) -> dict[str, Any]:
    """What may be said beside the description, and first of all what must not be sent here."""
    gate = petitions.gate()
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": False, "code": "law", "datatype": "text", "required": False, "datatype_description": "",
                "order": 1, "description": " ".join((_not_here(), *_lawful())), "values": [],
            },
            _list("gate", 2, gate.question, [(door.code, door.label) for door in gate.doors]),
            _list("public", 3, _("May it be published, without name and contact?"), [("no", _("no")), ("yes", _("yes"))]),
            {
                "variable": True, "code": "place", "datatype": "string", "required": False,
                "datatype_description": _("Code of a unit, such as HN-001"), "order": 4,
                "description": _("Ward, commune or district, when latitude and longitude are not known"), "values": [],
            },
        ],
    }  # fmt: skip


def _list(code: str, order: int, description: str, values: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "variable": True, "code": code, "datatype": "singlevaluelist", "required": False,
        "datatype_description": _("One of the values; the first when left out"), "order": order, "description": description,
        "values": [{"key": key, "name": name} for key, name in values],
    }  # fmt: skip


def _not_here() -> str:
    return _("No denunciation, no formal complaint and no state secret may be sent this way.")


def _lawful() -> list[str]:
    found = petitions.gate().door("denunciation")
    return [f"{found.title}.", *found.text] if found else []


def request(row: Any) -> dict[str, Any]:
    """One published matter."""
    return {
        "service_request_id": row.reference,
        "status": "closed" if row.state not in OPEN else "open",
        "status_notes": row.answer or row.state_label,
        "service_name": row.topic_label,
        "service_code": row.topic,
        "description": row.text,
        "agency_responsible": row.unit,
        "service_notice": _("Taken out before publication: %(what)s") % {"what": row.removed}
        if row.removed
        else "",
        "requested_datetime": moment(row.received_at),
        "updated_datetime": moment(row.updated_at),
        "expected_datetime": moment(row.due_at),
        "address": row.place,
        "address_id": row.place_code,
        "zipcode": "",
        "lat": float(row.latitude) if row.latitude is not None else None,
        "long": float(row.longitude) if row.longitude is not None else None,
        "media_url": "",
    }


def taken(receipt: Any, notes: list[str]) -> dict[str, Any]:
    """The answer to a new request: its number, and the receipt code in words, said this once."""
    told = _(
        "Received by %(unit)s, to be answered by %(day)s. Receipt code, shown only now: %(code)s. With it the sender follows"
        " the matter on the public pages."
    )  # fmt: skip
    day = f"{receipt.due_at:%d/%m/%Y}"
    said = told % {"unit": receipt.unit, "day": day, "code": receipt.code}
    return {
        "service_request_id": receipt.reference,
        "token": token(receipt.reference),
        "service_notice": " ".join([said, *notes]),
        "account_id": None,
    }


def token(reference: str) -> str:
    """A signed name of the number, for clients that ask by token; it opens nothing and is no receipt code."""
    return signing.dumps(reference, salt=TOKENS)


def reference_of(token: str) -> str | None:
    try:
        found = signing.loads(token, salt=TOKENS)
    except signing.BadSignature:
        return None
    return found if isinstance(found, str) else None


def moment(value: datetime | None) -> str | None:
    """2020-03-16T02:00:00Z"""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if value else None
