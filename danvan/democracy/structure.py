"""What a change of the tree means for grassroots democracy, and what a unit's page shows of it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock
from danvan.democracy import measures
from danvan.democracy.models import CommunitySupervision, Consultation, DisclosureItem, OpinionGroup
from danvan.democracy.queries import registers
from danvan.organizations import permissions as policy
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan


def consequences(plan: Plan) -> list[Consequence]:
    """Drafts not answered to the end, and disclosures not published, of units that change."""
    touched = plan.touched
    drafts = Consultation.unscoped.filter(unit__code__in=touched).exclude(state=Consultation.State.PUBLISHED)
    due = DisclosureItem.unscoped.filter(unit__code__in=touched, state=DisclosureItem.State.DUE)
    told = []
    if count := drafts.count():
        text = ngettext(
            "%(count)d draft put out for opinions by a unit touched by this change has no published response yet.",
            "%(count)d drafts put out for opinions by units touched by this change have no published response yet.",
            count,
        )
        told.append(Consequence(text % {"count": count}, "warning"))
    if count := due.count():
        text = ngettext(
            "%(count)d disclosure of a unit touched by this change is still to be published.",
            "%(count)d disclosures of units touched by this change are still to be published.",
            count,
        )
        told.append(Consequence(text % {"count": count}, "info"))
    return told


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """The unit's rules in force, what is open for opinions, and how punctually it discloses, for those who may see it."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.can(actor, "see", "disclosure", unit.pk):
        return None
    today = clock.today()
    year = today.replace(month=1, day=1), today
    due = sum(proof[2] for proof in measures.disclosures_due([unit.pk], *year).get(unit.pk, []))
    on_time = sum(proof[2] for proof in measures.disclosures_on_time([unit.pk], *year).get(unit.pk, []))
    rules = measures.regulation_in_force([unit.pk], today, today).get(unit.pk, [])
    drafts = Consultation.unscoped.filter(unit=unit, state=Consultation.State.OPEN).order_by(
        "closes_on", "pk"
    )
    late = DisclosureItem.unscoped.filter(registers.late(today), unit=unit).count()
    if not (due or rules or late or drafts):
        return None
    context = {
        "rules": rules[0][1] if rules else "", "due": due, "on_time": on_time, "late": late, "drafts": list(drafts[:5]),
        "year": str(today.year), "today": today, "unit": unit,
    }  # fmt: skip
    return Panel(_("Grassroots democracy"), "democracy/unit_panel.html", context, order=35)


def origin_page(origin_ref: str) -> str:
    """The address of what a commitment came from; empty for another origin."""
    word, _colon, number = origin_ref.partition(":")
    if not number.isdecimal():
        return ""
    if word == "democracy.OpinionGroup":
        found = OpinionGroup.unscoped.filter(pk=int(number)).values_list("consultation_id", "number").first()
        return f"{reverse('democracy:consultation', args=[found[0]])}#nhom-{found[1]}" if found else ""
    if word == "democracy.CommunitySupervision":
        known = CommunitySupervision.unscoped.filter(pk=int(number)).exists()
        return reverse("democracy:supervision", args=[int(number)]) if known else ""
    return ""
