"""
The Vietnamese catalogues: what is missing, what is left over, and the compiled files Django reads.

    python tools/messages.py check [CONTEXT ...]     exit 1 on anything missing, empty, fuzzy, obsolete or mismatched
    python tools/messages.py update [CONTEXT ...]    add what is missing (to be translated by hand), drop what is left over
    python tools/messages.py compile [CONTEXT ...]   write .mo beside each .po that is newer

A context's messages are those of the Python files and templates under ``danvan/<context>/``; they stand in that
context's own catalogue, even when Django translates the same words. Needs no GNU gettext.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "vi"

# Function name -> positions of (context, singular, plural) among its arguments.
PLACES = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")
TEMPLATE_STRING = re.compile(r"\s*u?((?:'(?:\\.|[^'\\])*')|(?:\"(?:\\.|[^\"\\])*\"))\s*,?", re.DOTALL)
# Cotton's dynamic attributes (`:title="_('Reports')"`) are Python, not template tags, so templatize is blind to them.
DYNAMIC_ATTRIBUTE = re.compile(r"""\s:[\w-]+=(?:"([^"{]*_\([^"]*)"|'([^'{]*_\([^']*)')""")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")


@dataclass(frozen=True, order=True)
class Message:
    """One thing to translate; `context` and `plural` are empty when the call names none."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Two messages with one key share one translation."""
        return self.singular, self.context


@dataclass(frozen=True)
class Found:
    message: Message
    path: Path
    line: int


class Unreadable(Exception):
    """A message that no catalogue can hold, such as a formatted string inside ``_()``."""


# --- what the code says ------------------------------------------------------------------------------------------


def of_python(source: str, path: Path) -> Iterator[Found]:
    for node in ast.walk(ast.parse(source, str(path))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in PLACES or not node.args:
            continue
        literals = [arg.value if isinstance(arg, ast.Constant) else arg for arg in node.args]
        wanted = [literals[place] for place in PLACES[name] if place is not None and place < len(literals)]
        if any(isinstance(part, (ast.JoinedStr, ast.BinOp)) for part in wanted):
            raise Unreadable(
                f"{path}:{node.lineno}: format after translating: {name}(…) must hold a plain string"
            )
        if all(isinstance(part, str) for part in wanted):
            yield Found(_message(name, literals), path, node.lineno)


def of_template(source: str, path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = templatize(source)
    for call in TEMPLATE_CALL.finditer(code):
        literals: list[object] = []
        place = call.end()
        while part := TEMPLATE_STRING.match(code, place):
            literals.append(ast.literal_eval(part[1]))
            place = part.end()
        if literals:
            yield Found(_message(call[1], literals), path, code.count("\n", 0, call.start()) + 1)
    for attribute in DYNAMIC_ATTRIBUTE.finditer(source):
        line = source.count("\n", 0, attribute.start()) + 1
        try:
            yield from (
                Found(one.message, path, line) for one in of_python(attribute[1] or attribute[2], path)
            )
        except SyntaxError:
            continue  # a template expression that only looks like a call


def _message(name: str, literals: list) -> Message:
    context, singular, plural = PLACES[name]
    text = partial(_literal, literals)
    return Message(singular=text(singular), plural=text(plural), context=text(context))


def _literal(literals: list, place: int | None) -> str:
    return literals[place] if place is not None and place < len(literals) else ""


def contexts(only: list[str]) -> list[Path]:
    """Folders that own a catalogue; the command line's own messages stand in ``danvan/commands``."""
    folders = [path for path in sorted((ROOT / "danvan").iterdir()) if (path / "__init__.py").exists()]
    unknown = set(only) - {path.name for path in folders}
    if unknown:
        raise SystemExit(f"no such context: {', '.join(sorted(unknown))}")
    return [path for path in folders if not only or path.name in only]


def messages_of(folder: Path) -> list[Found]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".html", ".txt"})
    if folder.name == "commands":
        files += [path for path in [folder.parent / "cli.py"] if path.exists()]
    found: list[Found] = []
    for path in files:
        inside = path.relative_to(ROOT)
        if "migrations" in inside.parts or (path.suffix != ".py" and "templates" not in inside.parts):
            continue
        read = of_python if path.suffix == ".py" else of_template
        found += read(path.read_text("utf-8"), inside)
    return [one for one in found if one.message.singular]


# --- what the catalogue says -------------------------------------------------------------------------------------


def catalogue_path(folder: Path) -> Path:
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def _entries(catalogue: Catalog) -> dict[tuple[str, str], Entry]:
    entries = {}
    for entry in catalogue:
        singular = entry.id[0] if isinstance(entry.id, (list, tuple)) else entry.id
        if singular:
            entries[singular, entry.context or ""] = entry
    return entries


def _strings(entry: Entry) -> list[str]:
    return list(entry.string) if isinstance(entry.string, (list, tuple)) else [entry.string or ""]


def _placeholders(text: str) -> set[str]:
    return {one or other for one, other in PLACEHOLDER.findall(text)}


def problems_of(folder: Path) -> Iterator[str]:
    """Every reason why this context's catalogue is not fit to ship, each with where and what to do."""
    found = {one.message.key: one for one in messages_of(folder)}
    path = catalogue_path(folder)
    inside = path.relative_to(ROOT)
    if not path.exists():
        if found:
            yield f"{inside}: missing, {len(found)} messages wait for it"
        return
    catalogue = read(path)
    entries = _entries(catalogue)
    for key, one in found.items():
        entry = entries.get(key)
        where = f"{one.path}:{one.line}"
        if entry is None:
            yield f"{where}: missing in {inside}: {one.message.singular!r}"
        elif not all(_strings(entry)):
            yield f"{where}: empty in {inside}: {one.message.singular!r}"
        elif one.message.plural and not isinstance(entry.id, (list, tuple)):
            yield f"{where}: no plural in {inside}: {one.message.singular!r}"
        else:
            # Vietnamese has one form: it carries what the English plural carries.
            wanted = _placeholders(one.message.plural or one.message.singular)
            allowed = wanted | _placeholders(one.message.singular)
            for string in _strings(entry):
                if not _placeholders(string) <= allowed or not wanted <= _placeholders(string):
                    yield f"{where}: other placeholders in {inside}: {string!r} instead of {sorted(wanted)}"
    for key, entry in entries.items():
        if entry.fuzzy:
            yield f"{inside}: fuzzy: {key[0]!r}"
        if key not in found:
            yield f"{inside}: obsolete: {key[0]!r}"
    yield from (f"{inside}: obsolete, commented out: {key!r}" for key in catalogue.obsolete)


def disagreements() -> Iterator[str]:
    """
    One message translated in two ways by two contexts.

    Django merges all catalogues into one, so one of them would silently win everywhere.
    """
    said: dict[tuple[str, str], tuple[list[str], Path]] = {}
    for folder in contexts([]):
        path = catalogue_path(folder)
        if not path.exists():
            continue
        for key, entry in _entries(read(path)).items():
            strings, first = said.setdefault(key, (_strings(entry), path))
            if all(_strings(entry)) and all(strings) and strings[0] != _strings(entry)[0]:
                yield (
                    f"{path.relative_to(ROOT)}: {key[0]!r} is {_strings(entry)[0]!r} here and {strings[0]!r} in "
                    f"{first.relative_to(ROOT)}: agree on one, or tell them apart with pgettext"
                )


# --- commands ----------------------------------------------------------------------------------------------------


def check(folders: list[Path]) -> int:
    problems: list[str] = []
    for folder in folders:
        try:
            problems += problems_of(folder)
        except (Unreadable, SyntaxError) as error:
            problems.append(str(error))
    if len(folders) != 1:
        problems += disagreements()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"messages: {len(problems)} problems in {len(folders)} contexts")
    return 1 if problems else 0


def update(folders: list[Path]) -> int:
    for folder in folders:
        found = {one.message.key: one.message for one in messages_of(folder)}
        path = catalogue_path(folder)
        if not found and not path.exists():
            continue
        old = _entries(read(path)) if path.exists() else {}
        catalogue = Catalog(locale=LANGUAGE, fuzzy=False)
        for key, message in sorted(found.items()):
            strings = _strings(old[key]) if key in old else [""]
            catalogue.add(
                (message.singular, message.plural) if message.plural else message.singular,
                (strings[0],) if message.plural else strings[0],
                context=message.context or None,
                user_comments=old[key].user_comments if key in old else (),
            )
        write_catalogue(path, catalogue)
        added, dropped = len(found.keys() - old.keys()), len(old.keys() - found.keys())
        if added or dropped:
            print(f"{path.relative_to(ROOT)}: {added} added, {dropped} dropped")
    return 0


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Without dates and places, so that only a changed message changes the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalogue, omit_header=True, no_location=True, width=110)
    path.write_text(HEADER + body.getvalue().decode(), "utf-8")


HEADER = """\
# Vietnamese messages of this context; tools/messages.py keeps the list, people the words.
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def compile_catalogues(folders: list[Path]) -> int:
    for folder in folders:
        path = catalogue_path(folder)
        target = path.with_suffix(".mo")
        if path.exists() and not (target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns):
            fresh = target.with_suffix(".mo.new")
            with fresh.open("wb") as file:
                write_mo(file, read(path))
            fresh.replace(target)  # a server that reads at this moment sees the old file or the new one
    return 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("command", choices=["check", "update", "compile"])
    parser.add_argument("context", nargs="*")
    asked = parser.parse_args(arguments)
    run = {"check": check, "update": update, "compile": compile_catalogues}[asked.command]
    return run(contexts(asked.context))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
