"""What is wrong in an edited Word template is found and located before use."""

from io import BytesIO

import pytest
from docx import Document

from danvan.briefings.layout import fields
from danvan.briefings.layout.builder import default_template
from danvan.briefings.outline import KINDS
from danvan.briefings.samples import sample_bundle

pytestmark = [pytest.mark.one_engine, pytest.mark.slow]


def check(change=None, kind="annual", fmt="party"):
    document = Document(BytesIO(default_template(kind, fmt)))
    if change:
        change(document)
    held = BytesIO()
    document.save(held)
    return fields.check(held.getvalue(), sample_bundle(kind, fmt))


def paragraph(document, text):
    return next(one for one in document.paragraphs if text in one.text)


def rewrite(document, old, new):
    found = paragraph(document, old)
    for run in found.runs[1:]:
        run.text = ""
    found.runs[0].text = new


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fmt", ["party", "state"])
def test_the_built_in_templates_pass(kind, fmt):
    assert check(kind=kind, fmt=fmt) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{ subject }}", "{{ subjekt }}", ["{{ subjekt }}", "{{ subject }}"]),
        ("{{ subject }}", "Trích yếu", ["subject"]),
        ("{{ section.heading }}", "{{ section.headline }}", ["section.headline", "section.heading"]),
        ("{{ subject }}", "{{ subject }} {{ seal", ["{{"]),
        ("{%p for paragraph in notes %}", "{%p for paragraph in note %}", ["note"]),
        ("{{ subject }}", "{{ subject }}{% set x = 1 %}", ["set x = 1"]),
    ],
)
def test_a_wrong_field_is_named(old, new, words):
    found = check(lambda document: rewrite(document, old, new))
    told = " ".join(f"{one.where} {one.message}" for one in found if one.severity == "error")
    assert all(word in told for word in words), told


def test_a_loop_that_never_closes_is_located():
    found = check(lambda document: rewrite(document, "{%p for section in sections %}", "{%p if sections %}"))
    assert any("endfor" in one.message and "if sections" in one.message for one in found)
    where = next(one.where for one in found if "endfor" in one.message)
    assert "endfor" in where


def test_a_field_split_by_word_is_healed():
    def split(document):
        found = paragraph(document, "{{ subject }}")
        found.runs[0].text = "{{ sub"
        found.add_run("ject").bold = True
        found.add_run(" }}")

    found = check(split)
    assert [one.severity for one in found] == ["warning"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4", b"x" * (4 * 1024 * 1024 + 1)])
def test_what_is_no_word_document_is_refused(content):
    found = fields.check(content, sample_bundle("annual", "party"))
    assert [one.severity for one in found] == ["error"]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ subject.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include 'x' %}",
        "{% for x in ().__class__.__bases__ %}{% endfor %}",
    ],
)
def test_a_template_reaches_nothing_but_its_fields(attack):
    found = check(lambda document: rewrite(document, "{{ subject }}", "{{ subject }} " + attack))
    assert not fields.usable(found)
