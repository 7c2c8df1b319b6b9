"""
Spoilt inputs by the thousand: reading never fails in a way nobody foresaw, and never takes long.

    python -m tests.ingest.mutations --seed 20 --count 20000

Texts, Word documents and workbooks are changed at random, by bytes and by what they are made of; texts and documents go through
what `danvan read` does, workbooks through the trial of an import in a database of their own. Input N of a seed is always the
same: `--only N` runs one again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.ingest.spoiling import spoilt

SECONDS = 20
KINDS = ("text", "docx", "xlsx")
Taker = Callable[[str, bytes], str]


@dataclass
class Told:
    """What came of the inputs: how often each answer was given, and the failures with their numbers."""

    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)


def run(
    seed: int,
    numbers: range,
    kinds: tuple[str, ...],
    sources: dict[str, list[tuple[str, bytes]]],
    take: dict[str, Taker],
) -> Iterator[Told]:
    """Take each input; what has come of them so far, after each."""
    told = Told()
    for number in numbers:
        chance = random.Random(f"{seed}/{number}")  # noqa: S311
        kind = kinds[number % len(kinds)]
        name, content = spoilt(chance, kind, sources)
        began = time.perf_counter()
        try:
            with _bounded():
                told.answers[f"{kind}: {take[kind](name, content)}"] += 1
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            told.failures.append(f"{number} ({name}): {''.join(traceback.format_exception(error)[-6:])}")
        told.slowest = max(told.slowest, (time.perf_counter() - began, number))
        yield told


class TooSlow(Exception):
    """An input took longer than any may."""


@contextmanager
def _bounded() -> Iterator[None]:
    def ring(*_args: object) -> None:
        raise TooSlow

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def good_texts() -> list[tuple[str, bytes]]:
    """Passages in every code page, and web pages of them."""
    from tests.ingest.test_sources import REPORT, SMALL, in_tcvn3, in_vni, in_windows_1258

    passages = []
    for file in sorted((Path(__file__).parent / "passages").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            one = json.loads(line)
            passages.append(next(one[key] for key in ("text", "passage") if key in one))
    texts = [("a.txt", passage.encode()) for passage in passages[::3]]
    texts += [("a.txt", "\n".join(passages[at : at + 8]).encode()) for at in range(0, len(passages), 40)]
    texts += [
        ("a.txt", code)
        for code in (
            in_tcvn3(SMALL).encode("latin-1"),
            in_vni(SMALL).encode("latin-1"),
            in_windows_1258(REPORT),
            REPORT.encode("utf-16"),
        )
    ]
    pages = [
        f"<html><head><title>a</title></head><body><p>{one}</p><table><tr><td>1<td>2</table></body></html>"
        for one in passages[:20]
    ]
    return texts + [("a.html", page.encode()) for page in pages]


def good_documents() -> list[tuple[str, bytes]]:
    from tests.ingest import made

    texts = [content.decode() for name, content in good_texts()[:24] if name == "a.txt"]
    clean = [text.replace("&", "").replace("<", "") for text in texts]
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    return [("a.docx", made.docx(*clean[at : at + 3], body=table)) for at in range(0, len(clean), 3)]


def good_workbooks() -> list[tuple[str, bytes]]:
    """A form as it went out, small, and a sheet of somebody's making."""
    from danvan.ingest.workbooks import sheets, writing
    from tests.ingest import made

    lines = [
        sheets.Line(f"group.figure{n}", f"Số cuộc giám sát {n}", "cuộc", value=n * 37 or "1.250", note="tăng")
        for n in range(8)
    ]
    lines.append(sheets.Line("group.total", "Tổng số", "cuộc", adds=("group.figure0", "group.figure1")))
    forms = [
        sheets.Sheet(
            "Q", 1, unit, "2019-Q4", "Biểu", unit, "quý IV/2019", "20/12/2019", [sheets.Part("I", lines)]
        )
        for unit in ("A", "B")
    ]
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><v>#REF!</v></c></row>'
    return [
        ("a.xlsx", writing.workbook(forms)),
        (
            "a.xlsx",
            made.xlsx(rows, strings=["Nội dung", "Kết quả", "Số cuộc giám sát"], hidden=' state="hidden"'),
        ),
    ]


def take_text(name: str, content: bytes) -> str:
    """What `danvan read` does with a file, and that its answer is sound."""
    from danvan.commands.read import _lines
    from danvan.ingest.prose.reading import read
    from danvan.ingest.sources import File, Unreadable, text_of

    try:
        source = text_of(name, content)
    except Unreadable as refusal:
        assert refusal.message
        return refusal.code
    reading = read(source.text, "a")
    plain = reading.plain()
    json.dumps(plain, allow_nan=False).encode("ascii")
    "\n".join(_lines(File(Path(name)), reading)).encode()
    places = [(figure["start"], figure["end"]) for figure in plain["figures"]]
    assert all(0 <= start < end <= len(source.text) for start, end in places), places
    assert places == sorted(places), places
    count = len(places)
    assert all(0 <= one < count for item in plain["sums"] for one in (item["total"], *item["parts"]))
    assert all(figure["of"] is None or 0 <= figure["of"] < count for figure in plain["figures"])
    return "read"


def take_workbook(_name: str, content: bytes) -> str:
    """Reading alone, of both ways in; without a database."""
    from danvan.ingest.workbooks import foreign, reading

    try:
        sheets = reading.returned(content)
        words = foreign.Dictionary([foreign.Indicator("group.figure1", "Số cuộc giám sát", "cuộc")])
        for table in reading.book(content):
            mapping = foreign.propose(table.name, table.rows, words)
            if mapping is not None:
                foreign.values(mapping, table.rows)
    except reading.NoWorkbook as refusal:
        assert str(refusal)
        return "refused"
    return "read" if sheets else "no form"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.ingest.mutations", description=__doc__.split("\n\n")[0]
    )
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--only", type=int, help="run this number again and show what comes of it")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="danvan-mutations-") as home:
        os.environ.update(DANVAN_HOME=home, DJANGO_SETTINGS_MODULE="config.settings.dev")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        take_trial, forms = _trial()
        sources = {
            "text": good_texts(),
            "docx": good_documents(),
            "xlsx": [*good_workbooks(), *forms, *forms],
        }
        take = {"text": take_text, "docx": take_text, "xlsx": take_trial}
        numbers = range(asked.only, asked.only + 1) if asked.only is not None else range(asked.count)
        began, told = time.process_time(), Told()
        for told in run(asked.seed, numbers, KINDS, sources, take):
            if sum(told.answers.values()) % 1000 == 0:
                print(f"{sum(told.answers.values())} …", file=sys.stderr, flush=True)
    print(
        f"seed {asked.seed}: {len(numbers)} inputs, {len(told.failures)} failures, {time.process_time() - began:.0f} s computing"
    )
    print(f"slowest: {told.slowest[0]:.2f} s (number {told.slowest[1]})")
    for answer, count in sorted(told.answers.items()):
        print(f"  {answer}: {count}")
    for failure in told.failures[:20]:
        print(failure)
    return 1 if told.failures else 0


def _trial() -> tuple[Taker, list[tuple[str, bytes]]]:
    """The trial of an import over a city of its own, each taken back; and forms as they went out from there."""
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    from bench.synthetic import AT
    from bench.workbooks import city
    from danvan.common.errors import DomainError
    from danvan.ingest.models import StagedSheet
    from danvan.ingest.services import importing, mapping
    from danvan.reporting.models import Round

    by, root, given = city(2, rows=12)
    round_ = Round.objects.select_related("form", "form_version").get()

    def trial(name: str, content: bytes) -> str:
        with transaction.atomic():
            made = importing.try_workbooks(unit=root, given=[(name, content)], by=by, at=AT)
            states = sorted(set(StagedSheet.objects.filter(whole=made).values_list("state", flat=True)))
            fault = made.files.exclude(fault="").exists()
            if fault or len(content) % 4 == 0:
                try:
                    mapping.try_foreign(unit=root, round_=round_, given=[(name, content)], by=by, at=AT)
                except DomainError as refusal:
                    assert refusal.message
            transaction.set_rollback(True)
        return "refused" if fault else "/".join(states) or "no form"

    return trial, given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
