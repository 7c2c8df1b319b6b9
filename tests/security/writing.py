"""Every state change as a request somebody may send, and whether it came to anything."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from danvan.briefings.layout.builder import default_template
from danvan.organizations import services as organizations
from danvan.organizations.changes import Ask
from danvan.reporting.models import Draft
from danvan.reporting.queries import forms
from tests.files import samples
from tests.support.rooms.ingest import workbook
from tests.support.standing import CELL, Standing

Send = Callable[[Client, Standing, str], HttpResponse]


def key_of(client: Client) -> str:
    """The key in the form this client opened (`client.once`), so that several may send the same one; else a new one."""
    return getattr(client, "once", None) or secrets.token_urlsafe(16)


def _json(client: Client, address: str, body: dict[str, Any]) -> HttpResponse:
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}
    return client.post(address, json.dumps(body), content_type="application/json", headers=key)


def _page(name: str, state: str, body: Callable[[Standing, str], dict[str, Any]] | dict[str, Any]) -> Send:
    """A form about the unit's submission in this state."""

    def send(client: Client, here: Standing, code: str) -> HttpResponse:
        sent = (body(here, code) if callable(body) else body) | {"once": key_of(client)}
        pk = here.submission(state, code).pk
        args = [pk, CELL] if name == "reporting:remark" else [pk]
        return client.post(reverse(name, args=args), sent)

    return send


def _api(name: str, state: str, body: dict[str, Any]) -> Send:
    def send(client: Client, here: Standing, code: str) -> HttpResponse:
        return _json(client, reverse(name, args=[here.submission(state, code).pk]), body)

    return send


def _type(client: Client, here: Standing, code: str) -> HttpResponse:
    row = here.submission("draft", code)
    body = {"cells": {CELL: {"text": "7", "seen": revision_of(row.pk)}}}
    return client.post(
        reverse("reporting:cells", args=[row.pk]), json.dumps(body), content_type="application/json"
    )


def _api_type(client: Client, here: Standing, code: str) -> HttpResponse:
    row = here.submission("draft", code)
    cells = [{"indicator": CELL, "value": 7, "seen": revision_of(row.pk)}]
    return _json(client, reverse("api:save_cells", args=[row.pk]), {"cells": cells})


def revision_of(submission_id: int) -> int:
    """The revision that last touched the cell: who has seen it stands in nobody's way."""
    draft = Draft.objects.get(submission_id=submission_id)
    index = forms.layout(forms.default_form()).index[CELL]
    return draft.cell_revisions[str(index)][0]


def _save(here: Standing, code: str) -> dict[str, Any]:
    seen = revision_of(here.submission("draft", code).pk)
    return {f"o-{CELL}": "8", f"s-{CELL}": f"{seen}|3", "revision": seen}


def _ticked(name: str, state: str) -> Send:
    def send(client: Client, here: Standing, code: str) -> HttpResponse:
        pk = here.submission(state, code).pk
        body = {"id": [pk], f"version-{pk}": 1, "text": "x", "once": key_of(client)}
        return client.post(reverse(name, args=[here.rounds[state].pk]), body)

    return send


def _close(client: Client, here: Standing, code: str) -> HttpResponse:
    return _json(client, reverse("api:close", args=[here.rounds["draft"].pk]), {"unit": code, "reason": "x"})


def _open(client: Client, here: Standing, code: str) -> HttpResponse:
    body = {"form": here.rounds["draft"].form_id, "period": "2020-Q2", "unit": code}
    return client.post(reverse("reporting:open_round"), body)


def _draft_document(client: Client, here: Standing, code: str) -> HttpResponse:
    return client.post(reverse("briefings:new"), {"unit": code, "period": "2019-Q4", "format": "state"})


def _document(name: str, body: dict[str, Any], *more: str) -> Send:
    def send(client: Client, here: Standing, code: str) -> HttpResponse:
        return client.post(reverse(name, args=[here.documents[code].pk, *more]), body)

    return send


_LETTERHEAD = {
    "body": "BAN", "sign": "BDV", "place": "Vinh", "signatory_title": "TRƯỞNG BAN", "signatory": "A", "version": 2,
}  # fmt: skip


def _rename(client: Client, here: Standing, code: str) -> HttpResponse:
    ask = Ask(
        kind="rename", day=here.at.date().replace(year=2021), legal_basis="x", unit=code, name="Tên mới"
    )
    plan, _told = organizations.preview(ask=ask, by=here.management)
    body = {"day": ask.day.isoformat(), "legal_basis": "x", "unit": code, "name": ask.name, "step": "apply"}
    return client.post(reverse("organizations:change", args=["rename"]), body | {"digest": plan.digest})


def _give(role: str) -> Send:
    def send(client: Client, here: Standing, code: str) -> HttpResponse:
        holder = here.people[code].pk
        body = {"holder": holder, "role": role, "title": "Cán bộ", "starts_on": "2020-03-16"}
        return client.post(reverse("organizations:give_post", args=[code]), body | {"once": key_of(client)})

    return send


def _end(client: Client, here: Standing, code: str) -> HttpResponse:
    body = {"ends_on": "2020-04-01", "reason": "x"}
    return client.post(reverse("organizations:end_post", args=[here.posts[code].pk]), body)


def _deputise(client: Client, here: Standing, code: str) -> HttpResponse:
    colleague = {"HN-01-01": "officer", "HN-02-01": "outsider"}[code]
    days = {"first_day": "2020-03-17", "last_day": "2020-03-27"}
    body = {"deputy": here.cast[colleague].pk, "reason": "x", "once": key_of(client), **days}
    return client.post(reverse("organizations:deputise", args=[here.posts[code].pk]), body)


def _propose(client: Client, here: Standing, code: str) -> HttpResponse:
    data = {
        "name": here.cast.units[code].versions.first().name,
        "phone": "",
        "address": "1 Phố Mới",
        "note": "x",
    }
    return client.post(reverse("organizations:propose", args=[code]), data)


def _proposal(name: str, body: dict[str, Any]) -> Send:
    def send(client: Client, here: Standing, code: str) -> HttpResponse:
        return client.post(reverse(f"organizations:{name}", args=[here.proposals[code].pk]), body)

    return send


def _invite(client: Client, here: Standing, code: str) -> HttpResponse:
    body = {
        "full_name": "Người Mới", "username": "nguoi-moi", "unit": code, "role": "officer", "title": "Cán bộ",
        "starts_on": "2020-03-16",
    }  # fmt: skip
    return client.post(reverse("organizations:invite"), body)


def _lock_out(client: Client, here: Standing, code: str) -> HttpResponse:
    return client.post(
        reverse("organizations:person_act", args=[here.people[code].pk, "khoa"]), {"reason": "x"}
    )


def _confirm(client: Client, here: Standing, code: str) -> HttpResponse:
    return client.post(reverse("organizations:decide", args=[here.pending[code].pk]), {"decision": "confirm"})


def _holiday(client: Client, here: Standing, code: str) -> HttpResponse:
    body = {"day": "2020-12-24", "kind": "off", "name": "Ngày nghỉ", "source": "x"}
    return client.post(reverse("reference:add_day"), body)


def _use_template(client: Client, here: Standing, code: str) -> HttpResponse:
    return client.post(reverse("briefings:template_activate", args=[here.template.pk]))


def _upload_template(client: Client, here: Standing, code: str) -> HttpResponse:
    file = SimpleUploadedFile("mau.docx", default_template("annual", "party"))
    body = {"kind": "annual", "format": "party", "name": "x", "once": key_of(client), "file": file}
    return client.post(reverse("briefings:templates"), body)


def _attach(client: Client, here: Standing, code: str) -> HttpResponse:
    file = SimpleUploadedFile("bien-ban.pdf", samples.pdf())
    address = reverse("reporting:remark", args=[here.submission("draft", code).pk, CELL])
    return client.post(address, {"note": "kèm biên bản", "evidence": file, "once": key_of(client)})


def _take_in(client: Client, here: Standing, code: str) -> HttpResponse:
    stands = here.rooms["ingest"]
    pk = stands["trial"] if code == "HN-01-01" else stands[f"trial {code}"]
    return client.post(reverse("ingest:take_in", args=[pk]), {"version": 0})


def _read_workbook(client: Client, here: Standing, code: str) -> HttpResponse:
    file = SimpleUploadedFile("bieu.xlsx", workbook(here, code, 8))
    body = {"unit": code, "files": file, "once": key_of(client)}
    return client.post(reverse("ingest:send_back"), body)


def _undo(client: Client, here: Standing, code: str) -> HttpResponse:
    return client.post(reverse("organizations:undo", args=[here.change.pk]))


OPERATIONS: dict[str, Send] = {
    "type": _type,
    "save": _page("reporting:entry", "draft", _save),
    "send": _page("reporting:entry", "draft", lambda here, code: {"action": "send", "late_reason": "trễ"}),
    "note": _page("reporting:remark", "draft", {"note": "một lời"}),
    "attach": _attach,
    "supplement": _page("reporting:supplement", "accepted", {f"o-{CELL}": "9", "reason": "x"}),
    "api_type": _api_type,
    "api_send": _api("api:submit", "draft", {"late_reason": "trễ"}),
    "api_supplement": _api("api:supplement", "accepted", {"changes": {CELL: 9}, "reason": "x"}),
    "accept": _page("reporting:accept", "sent", {"version": 1}),
    "return": _page("reporting:send_back", "sent", {"version": 1, "reason": "x"}),
    "take_back": _page("reporting:take_back", "accepted", {"reason": "x"}),
    "api_accept": _api("api:accept", "sent", {"version": 1}),
    "api_return": _api("api:send_back", "sent", {"version": 1, "reason": "x", "cells": []}),
    "extend": _page(
        "reporting:terms", "draft", {"action": "extend", "extend-due_on": "2020-08-01", "extend-reason": "x"}
    ),
    "api_extend": _api("api:extend", "draft", {"due_on": "2020-08-01", "reason": "x"}),
    "api_remind": _api("api:remind", "draft", {"text": "x"}),
    "remind": _ticked("reporting:remind", "draft"),
    "accept_many": _ticked("reporting:accept_many", "sent"),
    "api_close": _close,
    "open_round": _open,
    "draft_document": _draft_document,
    "narrative": _document("briefings:narrative", {"text": "x", "version": 1}, "situation"),
    "letterhead": _document("briefings:details", _LETTERHEAD),
    "issue": _document("briefings:issue", {"signed_on": "2020-03-16", "version": 2}),
    "rename": _rename,
    "give_post": _give("officer"),
    "give_power": _give("administrator"),
    "end_post": _end,
    "deputise": _deputise,
    "propose": _propose,
    "decide_proposal": _proposal("decide_proposal", {"decision": "accept", "reason": "x"}),
    "withdraw_proposal": _proposal("withdraw_proposal", {}),
    "invite": _invite,
    "lock_out": _lock_out,
    "confirm_grant": _confirm,
    "add_holiday": _holiday,
    "use_template": _use_template,
    "upload_template": _upload_template,
    "undo_change": _undo,
    "take_in": _take_in,
    "read_workbook": _read_workbook,
}


def contents() -> dict[str, str]:
    """A digest of the rows of every table of ours but sessions, by table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if "session" in model._meta.db_table:
            continue
        rows = sorted(repr(row) for row in model._base_manager.values_list())
        found[model._meta.db_table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


class Watch:
    """Statements that write, sessions left out."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        word = sql.lstrip().split(" ", 1)[0].upper()
        if word in {"INSERT", "UPDATE", "DELETE"} and "session" not in sql.split("WHERE")[0]:
            self.statements.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch
