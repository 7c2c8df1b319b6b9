"""Make the package of a briefing: print what is known of a unit's branch and a period, or write the papers."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _

from danvan.briefings.meetings import package, papers, queries, words
from danvan.briefings.services import meetings as services
from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.common.numbers import format_number
from danvan.common.periods import Period
from danvan.organizations.queries import unit_by_code


class BadTarget(DomainError):
    """The folder named by --out cannot be written, or there is nobody to write papers for."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("meeting", help=_("make the package of a briefing meeting"))
    parser.add_argument("--unit", required=True, help=_("code of the unit, for example HN"))
    parser.add_argument("--period", required=True, help=_("2019, 2019-Q1, 2019-H1, 2019-9M or 2019-M03"))
    parser.add_argument(
        "--as",
        dest="who",
        default="",
        help=_("who makes it: seals a package for the meeting that is planned"),
    )
    parser.add_argument(
        "--out", type=Path, help=_("write the papers in both formats into this folder (needs --as)")
    )


def run(args) -> None:
    unit, period = unit_by_code(args.unit), Period.parse(args.period)
    if not args.who:
        if args.out:
            raise BadTarget(_("Papers are printed from a sealed package. Say with --as who makes it."))
        content = package.build(unit, period, clock.today())
        terminal.answer(args, content, lines(content))
        return
    meeting = queries.open_for(unit, str(period))
    if meeting is None:
        raise BadTarget(
            _("%(unit)s plans no meeting about %(period)s. Plan it on the page of briefing meetings first.")
            % {"unit": unit.code, "period": period.label()}
        )
    made = services.make_package(meeting_id=meeting.pk, by=acting(args.who), at=clock.now())
    files = (
        _written(args.out, papers.zipped(made.meeting, made, queries.tasks(meeting, clock.today())))
        if args.out
        else []
    )
    data = {"meeting": meeting.pk, "package": made.number, "seal": made.seal, "files": files, **made.content}
    sealed = _("Package %(number)d of “%(title)s”, seal %(seal)s") % {
        "number": made.number, "title": meeting.title, "seal": made.seal[:16],
    }  # fmt: skip
    terminal.answer(
        args,
        data,
        [sealed, *lines(made.content), *(_("%(file)s is written.") % {"file": one} for one in files)],
    )


def _written(folder: Path, archive: bytes) -> list[str]:
    """:raises BadTarget: when nothing can be written there"""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ZipFile(BytesIO(archive)) as held:
            held.extractall(folder)
            return [str(folder / name) for name in held.namelist()]
    except OSError as error:
        raise BadTarget(f"{folder}: {error.strerror}") from error


def lines(content: dict[str, Any]) -> Iterator[str]:
    """The package for a person at a terminal."""
    yield _("%(unit)s, %(period)s: %(complete)s units reported") % {
        "unit": content["unit"]["name"], "period": words.label(content["period"]), "complete": words.completeness(content),
    }  # fmt: skip
    for figure in content["figures"]:
        if figure["main"]:
            against = "; ".join(
                f"{words.label(period)} {words.change(figure, name)}"
                for name, period in content["against"].items()
            )
            yield f"{figure['name']}: {words.shown(figure, figure['value'])} ({against})"
    counts = (
        (_("Not accepted"), len(content["missing"])), (_("Sent late"), len(content["late"])),
        (_("Odd values"), content["odd_count"]), (_("Overdue commitments"), content["overdue"]["count"]),
        (_("Unanswered recommendations"), content["recommendations"]["count"]),
        (_("Figures changed after acceptance"), content["changed"]["figures"]),
    )  # fmt: skip
    for name, count in counts:
        yield f"{name}: {format_number(count)}"
    for row in content["matters"]:
        petitions, opinions, notes = words.matter(row)
        yield f"{row['name']}: {petitions} / {opinions} / {notes}"
