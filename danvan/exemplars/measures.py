"""
What reports count from the records of this context: the words indicators use, and the function that counts them.

A stock is a state at the end of the interval's last day, told by the spells in which a model is active; registered and
recognised are events within it. What was registered before the register began to speak for a model is no event of it.
Individuals are counts: no name stands anywhere, so no label can hold one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.books import Book, Counted, Measured
from danvan.exemplars.models import ActiveSpell, Award, Form, Holder, Recognition, SkilledModel

# The forms of commendation the indicators of collectives add up; titles and letters are kept, and not among them.
COMMENDED = (Form.FLAG, Form.CERTIFICATE)


def active_on(day: date, path: str = "") -> Q:
    """Spells that hold on a day."""
    return Q(**{f"{path}begins_on__lte": day}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gt": day})
    )


def active(*holders: str) -> Counted:
    def count(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
        rows = ActiveSpell.objects.filter(
            active_on(ends_on), model__unit_id__in=unit_ids, model__holder__in=holders or Holder.values,
            model__kept_from__lte=ends_on,
        )  # fmt: skip
        return _models(rows.order_by("begins_on", "model_id"), "model__", "begins_on")

    return count


def registered(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = SkilledModel.unscoped.filter(
        unit_id__in=unit_ids, registered_on__range=(starts_on, ends_on), registered_on__gte=F("kept_from")
    )
    return _models(rows.order_by("registered_on", "pk"), "", "registered_on")


def recognised(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Decisions, not models: one recognised at two levels in the interval counts twice."""
    rows = Recognition.objects.filter(
        model__unit_id__in=unit_ids, on__range=(starts_on, ends_on), taken_back=False
    )
    return _models(rows.order_by("on", "pk"), "model__", "on")


def granted(*forms: str, holder: str = "") -> Counted:
    def count(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
        rows = Award.unscoped.filter(
            unit_id__in=unit_ids,
            state__in=Award.GRANTED,
            decided_on__range=(starts_on, ends_on),
            form__in=forms,
        )
        if holder:
            rows = rows.filter(holder=holder)
        found: Measured = {}
        for award in rows.order_by("decided_on", "pk"):
            label = _("%(form)s by decision %(number)s of %(day)s") % {
                "form": award.get_form_display(), "number": award.decision_number, "day": f"{award.decided_on:%d/%m/%Y}",
            }  # fmt: skip
            if award.persons:
                label += ngettext(", %(n)d individual", ", %(n)d individuals", award.persons) % {
                    "n": award.persons
                }
            found.setdefault(award.unit_id, []).append((award.ref, label, award.counts))
        return found

    return count


def _models(rows: QuerySet, path: str, day: str) -> Measured:
    found: Measured = {}
    for unit_id, pk, title, on in rows.values_list(f"{path}unit_id", f"{path}id", f"{path}title", day):
        found.setdefault(unit_id, []).append((f"exemplars.SkilledModel:{pk}", f"{on:%d/%m/%Y}: {title}", 1))
    return found


def _models_kept(unit_ids: list[int], day: date) -> QuerySet:
    return SkilledModel.unscoped.filter(unit_id__in=unit_ids, kept_from__lte=day)


def _awards_kept(unit_ids: list[int], day: date) -> QuerySet:
    return Award.unscoped.filter(unit_id__in=unit_ids, decided_on__lte=day)


BOOKS: list[Book] = [
    Book(
        "models",
        {
            "SkilledModel.active": active(),
            "SkilledModel.active[holder=collective]": active(Holder.COLLECTIVE),
            "SkilledModel.active[holder=individual]": active(Holder.INDIVIDUAL),
            "SkilledModel.registered": registered,
            "SkilledModel.recognised": recognised,
        },
        _models_kept,
    ),
    Book(
        "awards",
        {
            "Award.granted[holder=collective]": granted(*COMMENDED, holder=Holder.COLLECTIVE),
            "Award.granted[form=flag]": granted(Form.FLAG),
            "Award.granted[form=certificate,holder=collective]": granted(
                Form.CERTIFICATE, holder=Holder.COLLECTIVE
            ),
        },
        _awards_kept,
    ),
]
MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}
