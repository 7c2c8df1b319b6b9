"""Whatever is typed into a form or an address (R-84): refused in words or taken as text, never a server error."""

import json
from urllib.parse import quote_from_bytes
from zlib import crc32

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from danvan.audit.once import new_key
from tests.architecture import access
from tests.security import typed
from tests.security.crawling import body_of, knocker
from tests.support.standing import CELL

pytestmark = pytest.mark.one_engine

ATTACKS = [
    "", " ", "\t", "\r\n", "\0", "a\0b", "\x01\x1f\x7f", "\ud800", "\ufeff", "\u202e", "\u2028\u2029", "\u0661\u0662", "²", "½",
    "A" * 10_000, "9" * 400, "-" * 300, "-1", "+1", "1e309", "NaN", "Infinity", "-0", "0x10", "1.000.000", "1,5,5", "--1", "٣",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "0", "00", "1 OR 1=1",
    "' OR '1'='1", "'; DROP TABLE reporting_submission; --", '"', "\\", "\\0", "%", "%s%s%s%n", "%00", "{{ 7*7 }}", "{% debug %}",
    "${7*7}", "{0.__class__}", "<script>x</script>", "]]>", "<!--", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "file:///etc/passwd",
    "http://169.254.169.254/", "//evil.example/", "javascript:x", "=1+1", "@SUM(1)", "2019-Q5", "0000-00-00", "9999-12-31", "31/02/2020",
    "2020-02-30", "10000-01-01", "[]", "{}", "null", "true", "on", "undefined", "HN-99", "hn", "Ǆ", "ﬁ", "ế" * 3000, "\U0001f600" * 200, "9999-12", "0001-01", "0001-01-01", "٣" * 5_000,
]  # fmt: skip
# Doors that end the session, or need what only a test of theirs can have.
NOT_KNOCKED = {"accounts:sign_out", "accounts:end_sessions", "accounts:sign_in"}

FORMS = {
    "reporting:entry": [
        "action",
        "revision",
        "take",
        "back",
        "late_reason",
        f"o-{CELL}",
        f"s-{CELL}",
        f"w|{CELL}|r",
    ],
    "reporting:remark": ["note", "follow", "action", "once"],
    "reporting:accept": ["version"],
    "reporting:send_back": ["version", "reason", f"r-{CELL}", f"v-{CELL}", "r-unknown"],
    "reporting:take_back": ["reason"],
    "reporting:supplement": ["reason", f"o-{CELL}", "o-unknown"],
    "reporting:terms": ["action", "extend-due_on", "extend-reason", "excuse-reason"],
    "reporting:open_round": ["form", "period", "unit", "due_on"],
    "reporting:remind": ["text", "id", "once"],
    "reporting:accept_many": ["id"],
    "reporting:close": ["unit", "reason"],
    "reporting:indicator_new": [
        "code",
        "name_vi",
        "unit",
        "kind",
        "formula",
        "levels",
        "starts_on",
        "small_cells_below",
    ],
    "reporting:indicator_edit": ["seen", "name_vi", "unit", "kind", "levels", "ends_on", "small_cells_below"],
    "reporting:report_form_new": ["code", "name", "periodicity", "levels", "cutoff_day", "due_days"],
    "reporting:form_settings": [
        "action",
        "units",
        "remove",
        "before",
        "after",
        "left",
        "comparison",
        "right",
        "severity",
        "message",
        "period",
        "rule",
    ],  # fmt: skip
    "reporting:publish_form": ["period", "codes", "step", "base"],
    "briefings:new": ["unit", "period", "format"],
    "briefings:narrative": ["text", "version"],
    "briefings:details": [
        "body",
        "sign",
        "place",
        "authority",
        "signatory_title",
        "signatory",
        "recipients",
        "version",
        "upper_body",
    ],
    "briefings:issue": ["signed_on", "version"],
    "briefings:erratum": ["reason", "fingerprint"],
    "briefings:templates": ["kind", "format", "name"],
    "organizations:change": ["day", "legal_basis", "unit", "name", "step", "digest", "duoi"],
    "organizations:invite": [
        "full_name",
        "username",
        "email",
        "unit",
        "role",
        "title",
        "starts_on",
        "ends_on",
    ],
    "organizations:person_act": ["reason"],
    "organizations:give_post": ["holder", "role", "title", "starts_on", "ends_on"],
    "organizations:end_post": ["ends_on", "reason"],
    "organizations:deputise": ["deputy", "first_day", "last_day", "reason"],
    "organizations:decide": ["decision"],
    "organizations:propose": ["name", "day", "legal_basis", "address", "phone", "email", "note"],
    "organizations:decide_proposal": ["decision", "reason"],
    "reference:add_day": ["day", "kind", "name", "source"],
    "reference:change_day": ["kind", "name", "source", "version"],
    "reference:remove_day": ["version", "reason"],
    "reference:hours_of_unit": [
        "starts_on",
        "morning_from",
        "morning_to",
        "afternoon_from",
        "afternoon_to",
        "source",
        "remote",
        "remote_form",
    ],
    "accounts:change_password": ["password", "new_password", "old_password", "again"],
    "accounts:code": ["code"],
    "accounts:enrol": ["code", "password"],
    "accounts:recovery_codes": ["password"],
    "accounts:remove_second_factor": ["password"],
    "ui:language": ["language", "next"],
    **typed.FORMS,
}
QUERIES = {
    "reporting:board": ["ky", "bieu", "trang-thai", "cap", "don-vi", "q", "page", "xem"],
    "reporting:indicators": ["q"],
    "reporting:report_form": ["phien-ban"],
    "reporting:totals": ["don-vi", "ky", "nhom", "chi-tieu", "cap", "tu", "den"],
    "reporting:csv": ["don-vi", "ky", "nhom", "chi-tieu"],
    "reporting:excel": ["don-vi", "ky", "nhom", "chi-tieu"],
    "reporting:trace": ["cap", "rieng"],
    "reporting:version": ["so-voi"],
    "briefings:documents": ["q", "state", "year", "page"],
    "briefings:new": ["unit", "period"],
    "organizations:tree": ["ngay", "tim"],
    "organizations:compare": ["tu", "den"],
    "organizations:unit": ["ngay"],
    "organizations:people": ["tim", "trang"],
    "organizations:changes": ["trang"],
    "organizations:change": ["day", "duoi", "don-vi"],
    "organizations:invite": ["don-vi"],
    "organizations:propose": ["trang"],
    "organizations:proposals": ["trang"],
    "audit:log": ["person", "action", "unit", "record", "since", "until", "before", "after"],
    "audit:export": ["person", "action", "unit", "record", "since", "until"],
    "reference:calendar": ["nam"],
    "reference:rules": ["topic", "on", "q"],
    "reference:reckon": ["rule", "on", "moment", "unit"],
    "ui:catalogue": ["page"],
    "api:report": ["unit", "period"],
    "api:trace": ["unit", "period", "indicator"],
    "api:by_child": ["unit", "period", "indicator"],
    "api:series": ["unit", "indicator", "from", "to"],
    "api:units": ["on", "level", "q", "cursor", "limit"],
    "api:board": ["unit", "look", "cursor", "limit"],
    "api:submission": ["figures_of"],
    **typed.QUERIES,
}


# Whoever is let in furthest by most doors, and by the rest.
def test_every_form_is_attacked():
    takes = {name for (name, method), row in access.read().items() if method == "POST" and not name.startswith("api:")
             and any(row[one] not in {"405", "403", "404", "login"} for one in access.PEOPLE)}  # fmt: skip
    bodiless = {
        "organizations:withdraw_proposal", "organizations:undo", "briefings:template_activate", "briefings:template_retire", "accounts:accept_invitation",
        "accounts:reset_password", "reporting:cells", *typed.BODILESS,
    }  # fmt: skip
    assert sorted(takes - FORMS.keys() - NOT_KNOCKED - bodiless) == []


def failed(response):
    body = body_of(response)
    return response.status_code >= 500 or b"Traceback" in body or b"django/" in body


def encodable(text):
    return text.encode("utf-8", "surrogatepass")


def form_body(fields):
    """A form as a hostile program writes it: bytes that are no UTF-8, and control signs, included."""
    boundary = b"xXxBoundaryxXx"
    parts = [
        b"--"
        + boundary
        + b'\r\nContent-Disposition: form-data; name="'
        + name.encode()
        + b'"\r\n\r\n'
        + encodable(value)
        + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--" + boundary + b"--\r\n", "multipart/form-data; boundary=xXxBoundaryxXx"


def good(name):
    return {"once": new_key()} | {field: str(value) for field, value in access.BODIES.get(name, {}).items()}


# The worst: in every run each field meets all of them. What else there is, some field of the form meets.
WORST = [
    "",
    "a\0b",
    "\ud800",
    "A" * 10_000,
    "9" * 400,
    "1e309",
    "NaN",
    "²",
    "9223372036854775808",
    "9999-12-31",
    "2019-Q5",
]


# At one door a share of the other attacks; over all doors each of them is met dozens of times.
SHARES = 6


def turns(fields, attacks):
    """As many bodies as there are attacks, in which every field meets each of them once, another one in each field."""
    for first in range(len(attacks)):
        yield {field: attacks[(first + place) % len(attacks)] for place, field in enumerate(fields)}


def trials(fields, thorough, turn=0):
    """
    (what is tried, the fields with hostile texts). Thorough (`make test-long`): every attack on all fields at once and on each
    field alone. Else the worst go round among the fields, a share of the others (another one at each door, by its `turn`)
    is dealt out to them, and each field meets two of the worst alone, while what stands in the others is right.
    """
    if thorough:
        for attack in ATTACKS:
            yield f"all={attack[:30]!r}", dict.fromkeys(fields, attack)
        alone = [(field, attack) for field in fields for attack in ATTACKS]
    else:
        rest = [attack for attack in ATTACKS if attack not in WORST][turn % SHARES :: SHARES]
        dealt = [
            dict(zip(fields, rest[at : at + len(fields)], strict=False))
            for at in range(0, len(rest), len(fields))
        ]
        for texts in [*turns(fields, WORST), *dealt]:
            yield ", ".join(f"{field}={text[:12]!r}" for field, text in texts.items()), texts
        alone = [
            (field, WORST[(2 * place + one) % len(WORST)])
            for place, field in enumerate(fields)
            for one in (0, 1)
        ]
    for field, attack in alone:
        yield f"{field}={attack[:30]!r}", {field: attack}


def attack_form(name, standing, thorough):
    client = Client(raise_request_exception=False)
    client.force_login(standing.cast[knocker(name)])
    where, faults = access.address(name, standing), []
    for what, texts in trials(FORMS[name], thorough, crc32(name.encode())):
        body, kind = form_body(good(name) | texts)
        with transaction.atomic():
            response = client.generic("POST", where, body, content_type=kind)
            transaction.set_rollback(True)
        if failed(response):
            faults.append(f"{what}: {response.status_code}")
    assert not faults, "\n".join(faults)


def attack_address(name, standing, thorough):
    client = Client(raise_request_exception=False)
    client.force_login(standing.cast[knocker(name)])
    plain, faults = access.address(name, standing).split("?")[0], []
    known = access.QUERIES.get(name, {})
    for what, texts in trials(QUERIES[name], thorough, crc32(name.encode())):
        query = "&".join(
            f"{field}={quote_from_bytes(encodable(text))}" for field, text in {**known, **texts}.items()
        )
        response = client.get(f"{plain}?{query}")
        if failed(response):
            faults.append(f"{what}: {response.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_form_fails_whatever_is_typed(name, standing):
    attack_form(name, standing, thorough=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_no_page_fails_whatever_stands_in_its_address(name, standing):
    attack_address(name, standing, thorough=False)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_form_fails_whatever_is_typed_into_each_field(name, standing):
    attack_form(name, standing, thorough=True)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_no_page_fails_whatever_stands_in_each_part_of_its_address(name, standing):
    attack_address(name, standing, thorough=True)


@pytest.mark.slow
def test_no_cell_sent_by_the_script_fails(standing):
    client, faults = Client(raise_request_exception=False), []
    client.force_login(standing.cast["officer"])
    where = reverse("reporting:cells", args=[standing.submission("draft").pk])
    shapes = [
        lambda attack: {"cells": {CELL: {"text": attack, "seen": 1}}},
        lambda attack: {"cells": {CELL: {"text": "1", "seen": attack}}},
        lambda attack: {"cells": {str(attack): {"text": "1", "seen": 1}}},
        lambda attack: {"waivers": {CELL: {"rule": attack}}},
        lambda attack: {"waivers": {CELL: {str(attack): "x"}}},
        lambda attack: {"cells": attack},
        lambda attack: attack,
    ]
    # Every attack in two of the shapes, the worst in all.
    bodies = [
        shape(attack)
        for place, attack in enumerate([*ATTACKS, None, 1, 1.5, [], {}, True, [[]]])
        for number, shape in enumerate(shapes)
        if attack in WORST or not isinstance(attack, str) or (number - place) % len(shapes) < 2
    ]
    for body in bodies:
        with transaction.atomic():
            response = client.post(where, json.dumps(body), content_type="application/json")
            transaction.set_rollback(True)
        if failed(response):
            faults.append(f"{ascii(body)[:80]}: {response.status_code}")
    assert not faults, "\n".join(faults)
