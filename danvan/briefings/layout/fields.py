"""
What a Word template may name, and a checker that finds what it gets wrong before anybody uses it.

A field typed in Word is often split over several runs (spelling marks, changed formatting); docxtpl joins such pieces
again, so the checker reads each paragraph as one text. Places are named as people look for them: part, paragraph, words.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from docx import Document
from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree

from danvan.briefings.bundle import Bundle
from danvan.briefings.layout import word

# Every field with what it prints. Dotted names belong to the loop or table named before the dot.
FIELDS: dict[str, str] = {
    "upper_body": gettext_noop("name of the upper body, may be empty"),
    "issuing_body": gettext_noop("name of the issuing body"),
    "number_line": gettext_noop("number and sign of the document"),
    "date_line": gettext_noop("place and date"),
    "subject": gettext_noop("subject line, beginning with a small letter"),
    "period": gettext_noop("period of the report in words"),
    "unit_name": gettext_noop("name of the unit reported on"),
    "opening": gettext_noop("list: opening paragraphs with completeness"),
    "sections": gettext_noop("list: parts of the report in order"),
    "section.depth": gettext_noop("0 for a title over parts, 1 for a Roman heading, 2 for an Arabic one"),
    "section.heading": gettext_noop("heading of the part with its number"),
    "section.key": gettext_noop("key of the part, for conditions"),
    "section.paragraphs": gettext_noop("list: paragraphs of the part"),
    "notes": gettext_noop("list: notes on the data (missing units, breaks in series)"),
    "authority": gettext_noop("for whom is signed (T/M, TM.)"),
    "signatory_title": gettext_noop("title of the signatory"),
    "signatory": gettext_noop("name of the signatory"),
    "recipients": gettext_noop("list: recipients, one line each"),
    "seal": gettext_noop("content hash of the issued numbers"),
    "table_a.label": gettext_noop("label of annex 1"),
    "table_a.title": gettext_noop("title of annex 1"),
    "table_a.note": gettext_noop("note under the title of annex 1"),
    "table_a.table": gettext_noop("the table by level itself"),
    "table_b.label": gettext_noop("label of annex 2"),
    "table_b.title": gettext_noop("title of annex 2"),
    "table_b.note": gettext_noop("note under the title of annex 2"),
    "table_b.table": gettext_noop("the table by unit itself"),
}
# Without these a report is not complete: an official element or a body of figures would be lost in print.
REQUIRED = (
    "issuing_body", "number_line", "date_line", "subject", "opening", "sections", "section.heading",
    "section.paragraphs", "notes", "authority", "signatory", "recipients", "table_a.table", "table_b.table",
)  # fmt: skip
_LISTS = {"opening", "sections", "notes", "recipients", "section.paragraphs"}
_LARGEST = 4 * 1024 * 1024
_LARGEST_UNPACKED = 40 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """Something to mend (error) or to know (warning). `where` names part, paragraph and words."""

    severity: str
    where: str
    message: str
    anchor: str = ""


@dataclass(frozen=True)
class _Tag:
    kind: str
    text: str
    where: str
    split: bool


_TAG = re.compile(r"\{\{[prc]?[-+]?\s(.*?)\}\}|\{%(?:p|tr|tc|r)?[-+]?\s(.*?)%\}", re.DOTALL)
_HALF = re.compile(r"\{\{|\{%|\}\}|%\}")
_FOR = re.compile(r"^for\s+(\w+)\s+in\s+(.+)$")


def check(content: bytes, sample: Bundle) -> list[Finding]:
    """
    Everything wrong with a template, in the order of the document; empty when it may be used.

    Reads the file, its fields and loops, then prints `sample` with it: what fails in print fails here.
    """
    if problem := _unreadable(content):
        return [Finding("error", _("the file"), problem)]
    tags = list(_tags(content))
    findings = [Finding("error", where, message) for where, message in _broken(content)]
    findings += list(_loops(tags))
    used, unknown = _names(tags)
    findings += unknown
    findings += [
        Finding(
            "error",
            _("the whole document"),
            _("The field {{ %(name)s }} is missing: %(what)s.") % {"name": name, "what": _(FIELDS[name])},
        )
        for name in REQUIRED
        if name not in used
    ]
    findings += [
        Finding(
            "warning", tag.where, _("The field was typed in pieces with different formatting; it was joined.")
        )
        for tag in tags
        if tag.split
    ][:5]
    if not any(finding.severity == "error" for finding in findings):
        findings += _trial(content, sample)
    return findings


def usable(findings: list[Finding]) -> bool:
    return not any(finding.severity == "error" for finding in findings)


def _unreadable(content: bytes) -> str:
    if len(content) > _LARGEST:
        return _("The file is larger than 4 MB. Remove pictures that the template does not need.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_UNPACKED:
                return _("The file unpacks to more than 40 MB. Save it again in Word without pictures.")
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
                return _("The file holds macros or programs. Save it as a plain Word document (.docx).")
            if any(
                'TargetMode="External"' in packed.read(name).decode("utf-8", "ignore")
                for name in names
                if name.endswith("document.xml.rels")
            ):
                return _(
                    "The file links to something outside itself. Put pictures into the document and remove links."
                )
        Document(BytesIO(content))
    except Exception:  # noqa: BLE001 - any failure to open means the same to the person: not a Word document
        return _(
            "This is not a Word document (.docx). Save the template in Word as .docx and upload it again."
        )
    return ""


# --- reading the file -----------------------------------------------------------------------------------------------


def _paragraphs(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every paragraph of body, headers and footers with the words that lead a person to it."""
    document = Document(BytesIO(content))
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p")), 1):
        in_table = any(True for _cell in paragraph.iterancestors(qn("w:tc")))
        place = _("paragraph %(number)s, in a table") if in_table else _("paragraph %(number)s")
        yield place % {"number": number}, paragraph
    for section in document.sections:
        for name, part in ((_("the header"), section.header), (_("the footer"), section.footer)):
            for paragraph in part._element.iter(qn("w:p")):
                yield name, paragraph


def _text(paragraph: etree._Element) -> tuple[str, list[int]]:
    """A paragraph's text and the places in it where a new run begins."""
    text, starts = "", []
    for piece in paragraph.iter(qn("w:t")):
        starts.append(len(text))
        text += piece.text or ""
    return text, starts


def _located(place: str, text: str) -> str:
    shown = " ".join(text.split())
    return f"{place}: “{shown[:60]}{'…' if len(shown) > 60 else ''}”" if shown else place


def _tags(content: bytes) -> Iterator[_Tag]:
    for place, paragraph in _paragraphs(content):
        text, starts = _text(paragraph)
        for found in _TAG.finditer(text):
            split = any(found.start() < start < found.end() for start in starts)
            kind = "field" if found.group(1) is not None else "order"
            yield _Tag(kind, (found.group(1) or found.group(2) or "").strip(), _located(place, text), split)


def _broken(content: bytes) -> Iterator[tuple[str, str]]:
    """Halves of a tag that no other half completes."""
    for place, paragraph in _paragraphs(content):
        text, _starts = _text(paragraph)
        rest = _TAG.sub("", text)
        if half := _HALF.search(rest):
            yield (
                _located(place, text),
                _("“%(half)s” stands alone. Write a field as {{ name }} with a space inside the braces.")
                % {"half": half.group()},
            )


# --- what the tags say ----------------------------------------------------------------------------------------------


def _loops(tags: list[_Tag]) -> Iterator[Finding]:
    """Loops and conditions must close in the order in which they open."""
    opened: list[tuple[str, _Tag]] = []
    for tag in tags:
        if tag.kind != "order":
            continue
        word_ = tag.text.split()[0] if tag.text else ""
        if word_ in ("for", "if"):
            opened.append((word_, tag))
        elif word_ in ("endfor", "endif"):
            wanted = word_.removeprefix("end")
            if not opened:
                yield Finding("error", tag.where, _("“%(tag)s” closes nothing.") % {"tag": tag.text})
            elif opened[-1][0] != wanted:
                begun = opened.pop()[1]
                yield Finding(
                    "error", tag.where,
                    _("“%(tag)s” closes “%(begun)s”, begun at %(where)s. Close the inner one first.")
                    % {"tag": tag.text, "begun": begun.text, "where": begun.where},
                )  # fmt: skip
            else:
                opened.pop()
        elif word_ not in ("else", "elif"):
            yield Finding(
                "error",
                tag.where,
                _("“%(tag)s” is not allowed. Use for, if, else and their ends.") % {"tag": tag.text},
            )
    for _word, tag in opened:
        yield Finding("error", tag.where, _("“%(tag)s” is never closed.") % {"tag": tag.text})


def _names(tags: list[_Tag]) -> tuple[set[str], list[Finding]]:
    """Fields used, written as in `FIELDS`, and findings for those that do not exist."""
    loops: dict[str, str] = {}
    used: set[str] = set()
    findings: list[Finding] = []
    for tag in tags:
        for name in _expressions(tag, loops):
            full = _resolve(name, loops)
            if full is None:
                continue
            if full in FIELDS or full in {key.split(".")[0] for key in FIELDS}:
                used.add(full)
            else:
                findings.append(Finding("error", tag.where, _unknown(name)))
    return used, findings


def _expressions(tag: _Tag, loops: dict[str, str]) -> list[str]:
    if tag.kind == "field":
        return [tag.text.split("|")[0].strip()]
    if found := _FOR.match(tag.text):
        variable, over = found.group(1), found.group(2).strip()
        loops[variable] = _resolve(over, loops) or over
        return [over]
    if tag.text.startswith(("if ", "elif ")):
        return [
            word_
            for word_ in re.findall(r"[A-Za-z_][\w.]*", tag.text.split(" ", 1)[1])
            if word_ not in ("and", "or", "not", "in", "is", "none", "true", "false")
        ]
    return []


def _resolve(name: str, loops: dict[str, str]) -> str | None:
    """The name in `FIELDS`; None for the plain variable of a loop over texts."""
    first, _dot, rest = name.partition(".")
    if first in loops:
        if loops[first] == "sections":
            return f"section.{rest}" if rest else "sections"
        return None if not rest else name
    return name


def _unknown(name: str) -> str:
    near = get_close_matches(name, FIELDS, n=1, cutoff=0.6)
    if near:
        return _("There is no field {{ %(name)s }}. Did you mean {{ %(near)s }}?") % {
            "name": name,
            "near": near[0],
        }
    return _("There is no field {{ %(name)s }}. The list of fields stands beside the upload.") % {
        "name": name
    }


def _trial(content: bytes, sample: Bundle) -> list[Finding]:
    """Print the sample: the last word on whether the template works."""
    try:
        word.render(sample, content)
    except (TemplateSyntaxError, UndefinedError, SecurityError) as problem:
        return [Finding("error", _("the trial print"), str(problem))]
    except Exception:  # noqa: BLE001 - a stranger's file may fail in any way; the person needs to know that it does
        return [
            Finding(
                "error",
                _("the trial print"),
                _("The template cannot be printed. Begin again from the default template."),
            )
        ]
    return []
