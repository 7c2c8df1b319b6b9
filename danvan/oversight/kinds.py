"""The four kinds of oversight: their names in the code, in addresses, and the forms each may take. No models here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    SUPERVISION = "supervision", _("supervision")
    CRITICISM = "criticism", _("social criticism")
    INSPECTION = "inspection", _("inspection")
    SURVEY = "survey", _("field survey")


class Form(models.TextChoices):
    """How it is done: the first four are forms of supervision, the next three of criticism (Law on the Front, 27 and 34)."""

    DOCUMENT = "document", _("document review")
    TEAM = "team", _("supervision team")
    COMMUNITY = "community", _("through community boards")
    JOINT = "joint", _("joining another body")
    CONFERENCE = "conference", _("conference")
    WRITTEN = "written", _("written opinions")
    DIALOGUE = "dialogue", pgettext_lazy("form of criticism", "direct dialogue")


FORMS: dict[str, tuple[str, ...]] = {
    Kind.SUPERVISION: (Form.DOCUMENT, Form.TEAM, Form.COMMUNITY, Form.JOINT),
    Kind.CRITICISM: (Form.CONFERENCE, Form.WRITTEN, Form.DIALOGUE),
    Kind.INSPECTION: (),
    Kind.SURVEY: (),
}


@dataclass(frozen=True)
class Door:
    """A kind in addresses and headings. `asks`: whether it ends in recommendations; `opines`: in opinions on a draft."""

    kind: str
    slug: str
    title: object
    lead: object
    plan: object
    asks: bool = False
    opines: bool = False


DOORS = {
    door.slug: door
    for door in (
        Door(
            Kind.SUPERVISION, "giam-sat", _("Supervision"),
            _("How policy and law are carried out; what was asked, and what came of it."),
            _("Plan a supervision"), asks=True,
        ),
        Door(
            Kind.CRITICISM, "phan-bien", _("Social criticism"),
            _("Reasoned opinions on drafts before they are issued, and what the drafting body took up."),
            _("Plan a criticism"), opines=True,
        ),
        Door(
            Kind.INSPECTION, "kiem-tra", _("Inspection"),
            _("How units below carry out mass mobilisation and the rules of democracy; what has to be remedied."),
            _("Plan an inspection"), asks=True,
        ),
        Door(
            Kind.SURVEY, "khao-sat", _("Field surveys"),
            _("Visits to learn how things stand. They find no fault; they feed advice."), _("Plan a survey"),
        ),
    )
}  # fmt: skip
OF_KIND = {door.kind: door for door in DOORS.values()}
