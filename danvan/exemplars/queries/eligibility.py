"""Is this proposal in order? Awarded before, too soon, too few of the direct workers, promises overdue, papers missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.commitments.models import OPEN, Commitment
from danvan.exemplars import rules
from danvan.exemplars.models import Award, Holder


@dataclass(frozen=True)
class Finding:
    """``error`` keeps the proposal from going on; ``warning`` is for the council to weigh."""

    severity: str
    message: str
    anchor: str = ""


def findings(award: Award, today: date) -> list[Finding]:
    """Whatever speaks against it, worst first. Five queries at most."""
    rule = rules.rule(award.form, award.authority, award.holder)
    found = [
        *_double(award),
        *_too_soon(award, rule),
        *_quota(award, rule),
        *_overdue(award, today),
        *_papers(award, rule),
    ]
    return sorted(found, key=lambda one: one.severity)


def errors(award: Award) -> list[Finding]:
    return [one for one in _double(award) if one.severity == "error"]


def _others(award: Award):
    return Award.unscoped.exclude(pk=award.pk).exclude(state=Award.State.REFUSED)


def _double(award: Award) -> list[Finding]:
    found = []
    if award.holder == Holder.COLLECTIVE:
        twice = _others(award).filter(
            holder=Holder.COLLECTIVE, holder_unit_id=award.holder_unit_id, form=award.form, year=award.year
        )
        if twice.exists():
            found.append(
                Finding(
                    "error", _("The same unit is proposed for, or has, this form for the same year already.")
                )
            )
    if award.model_id is not None:
        same = _others(award).filter(model_id=award.model_id)
        if granted := same.filter(state__in=Award.GRANTED).first():
            words = _("The same model was commended before: %(form)s, %(year)d.")
            found.append(
                Finding("warning", words % {"form": granted.get_form_display(), "year": granted.year})
            )
        elif same.exists():
            found.append(Finding("warning", _("Another open proposal names the same model.")))
    return found


def _too_soon(award: Award, rule: rules.Rule) -> list[Finding]:
    if award.holder != Holder.COLLECTIVE or not rule.interval:
        return []
    rows = _others(award).filter(
        Q(year__lt=award.year, year__gt=award.year - rule.interval),
        holder=Holder.COLLECTIVE, holder_unit_id=award.holder_unit_id, form=award.form, authority=award.authority,
        state__in=Award.GRANTED,
    )  # fmt: skip
    last = rows.order_by("-year").values_list("year", flat=True).first()
    if last is None:
        return []
    words = _("The last award of this form was for %(last)d; the next one is due %(n)d years later.")
    return [Finding("warning", words % {"last": last, "n": rule.interval})]


def _quota(award: Award, rule: rules.Rule) -> list[Finding]:
    if rule.direct is None or award.holder != Holder.INDIVIDUAL:
        return []
    if 100 * award.direct_persons >= rule.direct * award.persons:
        return []
    words = _("%(direct)d of %(all)d do the direct work; at least %(share)d %% should.")
    given = {"direct": award.direct_persons, "all": award.persons, "share": rule.direct}
    return [Finding("warning", words % given)]


def _overdue(award: Award, today: date) -> list[Finding]:
    """Only that there are some: what they are about is not for a commendation council."""
    late = Commitment.unscoped.filter(unit_id=award.holder_unit_id, state__in=OPEN, due_on__lt=today).count()
    if not late:
        return []
    words = ngettext(
        "The unit has %(n)d commitment overdue. Ask it before the vote.",
        "The unit has %(n)d commitments overdue. Ask it before the vote.",
        late,
    )
    return [Finding("warning", words % {"n": late})]


def _papers(award: Award, rule: rules.Rule) -> list[Finding]:
    missing = [str(rules.PAPERS[paper]) for paper in rule.papers if paper not in award.dossier]
    if not missing:
        return []
    return [
        Finding("warning", _("Still missing in the dossier: %(papers)s.") % {"papers": "; ".join(missing)})
    ]
