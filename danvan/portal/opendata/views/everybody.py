"""Open data for everybody: the list, one release with a look into its tables, and its files. Stored releases only."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.common.periods import Period
from danvan.portal.frame import show
from danvan.portal.opendata import files, guard, queries, services
from danvan.portal.opendata.models import Release
from danvan.portal.opendata.register import BY_CODE, TABLES
from danvan.portal.openness import open_door

ROWS = 40


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def label(period: str) -> str:
    return Period.parse(period).label(get_language() or "vi")


@open_door(keep=60)
def open_data(request: HttpRequest) -> HttpResponse:
    """Every published period and what is in the register."""
    rows = [{"release": row, "label": label(row.period_name)} for row in queries.published()]
    tables = [
        {"code": one.code, "name": one.en if _english() else one.vi, "people": one.people} for one in TABLES
    ]
    licence = {"licence": files.LICENCE, "licence_url": files.LICENCE_URL}
    return show(request, "portal/open_data.html", {"rows": rows, "tables": tables, **licence})


def _found(period: str, number: int | None = None) -> Release:
    found = queries.release(period, number) if queries.readable(period) else None
    if found is None:
        raise Http404
    return found


@open_door(keep=60)
def release(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """A release: its files, its proof in plain words, and one table at a time."""
    row = _found(period, number)
    codes = list(row.told["tables"])
    chosen = request.GET.get("bang", "")
    code = chosen if chosen in codes else codes[0]
    table = BY_CODE[code]
    start = _start(request.GET.get("tu", ""))
    names = {place: (name, level) for place, name, level, _parent in row.told["places"]}
    lines = row.told["tables"][code]
    here = reverse("portal:open_data_version", args=[row.period_name, row.number])
    context: dict[str, Any] = {
        "row": row, "label": label(row.period_name), "code": code, "here": here,
        "choices": [(one, BY_CODE[one].en if _english() else BY_CODE[one].vi) for one in codes],
        "table": table, "table_name": table.en if _english() else table.vi,
        "columns": [topic.en if _english() else topic.vi for topic in table.columns],
        "lines": [
            {"code": place, "name": names[place][0], "own": place.endswith("*"), "values": values}
            for place, values in lines[start : start + ROWS]
        ],
        "first": start + 1, "last": min(start + ROWS, len(lines)), "count": len(lines),
        "earlier": max(start - ROWS, 0) if start else None,
        "later": start + ROWS if start + ROWS < len(lines) else None,
        "files": _downloads(row),
        "proof": proof_words(row), "gaps": [services.gap_words(gap) for gap in row.gaps],
        "versions": [one for one in queries.versions(row.period_name) if one != row.number],
        "licence": files.LICENCE, "licence_url": files.LICENCE_URL,
    }  # fmt: skip
    return show(request, "portal/open_data_release.html", context)


def _downloads(row: Release) -> list[dict[str, str]]:
    words = {
        files.CSV: _("Data as CSV"), files.PARQUET: _("Data as Parquet"), files.DICTIONARY: _("Dictionary of columns"),
        files.README: _("Read me: method, gaps, licence"), files.PROOF: _("Proof as JSON"),
    }  # fmt: skip
    at = [row.period_name, row.number]
    return [
        {"name": name, "label": label_, "href": reverse("portal:open_data_file", args=[*at, name])}
        for name, label_ in words.items()
    ]


def _start(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


def proof_words(row: Release) -> dict[str, Any]:
    """The proof as numbers a sentence can be made of."""
    proofs = list(row.summary["tables"].values())
    return {
        "holds": row.summary["holds"],
        "small": sum(one["counts"]["small"] for one in proofs),
        "hidden": guard.hidden_cells(row),
        "tables": len(proofs),
    }


@open_door(keep=3600)
def file(request: HttpRequest, period: str, number: int, name: str) -> HttpResponse:
    """One file, byte for byte as it was published."""
    found = queries.file(period, number, name) if queries.readable(period) else None
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="dan-van-{period}-v{number}-{found.name}"'
    )
    response.headers["Digest"] = f"sha-256={found.sha256}"
    return response


@open_door(keep=60)
def catalogue(request: HttpRequest) -> HttpResponse:
    """The published releases with their files and hashes, for programs."""
    told = []
    for row in queries.published():
        base = reverse("portal:open_data_version", args=[row.period_name, row.number])
        made = row.files.defer("content")
        told.append(
            {
                "period": row.period_name,
                "version": row.number,
                "published_at": row.published_at,
                "reason": row.reason,
                "url": base,
                "files": {one.name: {"url": f"{base}{one.name}", "sha256": one.sha256} for one in made},
            }
        )
    return JsonResponse({"licence": files.LICENCE, "licence_url": files.LICENCE_URL, "releases": told})
