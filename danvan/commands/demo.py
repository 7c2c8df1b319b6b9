"""Build the demo city, or print its sign-ins."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from danvan.commands import database, terminal
from danvan.demo import people, receipt


def register(subparsers) -> None:
    parser = subparsers.add_parser("demo", help=_("build the demo city in an empty database"))
    parser.add_argument("--sign-ins", action="store_true", help=_("only print the demo sign-ins"))


def run(args) -> int:
    if args.sign_ins:
        return _sign_ins(args)
    # Asked for only now: `danvan serve` prints the sign-ins at every start and needs nothing of this.
    from danvan.demo import building

    database.migrate()
    bar = terminal.Progress()
    building.build(lambda what, part: bar.show(round(part * 1000), 1000, what))
    bar.end()
    # The demo city lives in March 2020: pages read its day from beside the database.
    settings.HOME.mkdir(parents=True, exist_ok=True)
    (settings.HOME / "today").write_text(f"{building.TODAY.isoformat()}\n", encoding="utf-8")
    terminal.note(
        _("The split over units and quarters is illustrative; the totals of 2019 are the published ones.")
    )
    terminal.note(*_follow())
    return 0


def _sign_ins(args) -> int:
    rows = [f"  {person.username:<10} {person.title}" for person in people.PEOPLE]
    lines = [_("Sign in as one of these, password %(password)s") % {"password": people.PASSWORD}, *rows]
    data = [
        {"username": p.username, "password": people.PASSWORD, "role": p.role, "unit": p.unit}
        for p in people.PEOPLE
    ]
    terminal.answer(args, data, [*lines, *_follow()])
    return 0


def _follow() -> list[str]:
    """How to follow an answered petition without signing in."""
    code = receipt.code()
    return (
        [_("Or follow a petition at /cong/theo-doi/ with its receipt: %(code)s") % {"code": code}]
        if code
        else []
    )
