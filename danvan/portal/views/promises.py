"""The wall of kept and broken promises by unit, and the story of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.commitments import public as commitments
from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal.frame import show
from danvan.portal.openness import open_door
from danvan.portal.views.conduct import TONES, a_year_back

MOST_BARS = 30


@dataclass(frozen=True)
class Kept:
    """Promises that somebody of another unit has looked at: `kept` of `judged`."""

    kept: int
    judged: int
    open: int
    late: int

    @property
    def share(self) -> float | None:
        return self.kept / self.judged * 100 if self.judged else None


def kept_words(tally: Any) -> Kept:
    return Kept(tally.kept, tally.kept + tally.broken, tally.open, tally.late)


@open_door()
def wall(request: HttpRequest) -> HttpResponse:
    """By the units below one (`don-vi`), the worst first; the stories of that unit under it."""
    today = clock.today()
    places = organizations.places(today)
    code = request.GET.get("don-vi", "").strip()
    here = places.get(code) if code else None
    if code and here is None:
        raise Http404
    head = here or places.top
    found = commitments.wall(today, head.id if head else None)
    rows = [
        {
            "name": line.unit.name, "itself": line.itself, "tally": line.tally, "kept": kept_words(line.tally),
            "age": line.tally.age(today), "code": line.unit.code,
            "href": f"{reverse('portal:wall')}?don-vi={line.unit.code}" if line.leads_down or not line.itself else "",
        }
        for line in found.lines
    ]  # fmt: skip
    verdict = {"giu": True, "khong": False}.get(request.GET.get("ket-qua", ""))
    context = {
        "here": here,
        "above": places.by_code.get(here.parent) if here else None,
        "rows": rows,
        "total": found.total,
        "kept": kept_words(found.total),
        "bars": _bars(found.lines),
        "more_bars": max(0, len(found.lines) - MOST_BARS),
        "verdict": request.GET.get("ket-qua", ""),
        "stories": commitments.latest(today, unit_id=here.id if here else None, kept=verdict, most=30),
        "conduct": _conduct(today, here, places),
        "today": today,
    }
    return show(request, "portal/wall.html", context)


def _bars(lines: Any) -> list[dict[str, Any]]:
    """How many were kept, of how many that were looked at; the number says both."""
    rows = []
    for line in [line for line in lines if line.tally.kept + line.tally.broken][:MOST_BARS]:
        kept = kept_words(line.tally)
        shown = _("%(kept)s of %(judged)s kept") % {
            "kept": format_number(kept.kept), "judged": format_number(kept.judged),
        }  # fmt: skip
        rows.append(
            {
                "label": line.unit.name,
                "value": kept.share,
                "shown": shown,
                "tone": TONES.get(line.unit.level, "total"),
            }
        )
    return rows


def _conduct(today: Any, here: Any, places: Any) -> Any:
    """Speed beside outcome: how the same unit answers what people send."""
    codes = [here.code] if here else [place.code for place in (places.top,) if place]
    return petitions.conduct(a_year_back(today), today, unit_codes=codes)


@open_door()
def promise(request: HttpRequest, reference: str) -> HttpResponse:
    today = clock.today()
    found = commitments.story(reference, today)
    if found is None:
        raise Http404
    return show(request, "portal/promise.html", {"one": found, "today": today})
