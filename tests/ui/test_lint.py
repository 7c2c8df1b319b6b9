"""What no template of the house may hold (R-80, R-81), whoever wrote it."""

import re
from pathlib import Path

import pytest

import danvan

ROOT = Path(danvan.__file__).parent

FORBIDDEN = {
    "an inline style": re.compile(r"<style[\s>]|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "a script in an attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']|javascript:", re.I),
    "hx-on, which needs eval": re.compile(r"\shx-on|hx-vals=[\"']js:", re.I),
    "unescaped output": re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off"),
    "something from elsewhere": re.compile(r"(src|href)=[\"'](https?:)?//", re.I),
    "a comment of several lines that would be printed": re.compile(r"\{#[^#]*\n[^#]*#\}"),
}


def templates():
    return sorted(path for folder in ROOT.glob("*/templates") for path in folder.rglob("*.html"))


def faults(text):
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<script type="module">x</script>',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<b hx-on:click="x">',
        "{{ x|safe }}",
        "{% autoescape off %}",
        '<link href="https://cdn.example/x.css">',
        "{# one\ntwo #}",
    ],
)
def test_the_lint_sees(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/a.js" type="module"></script>',
        '<p class="x">',
        "{{ safe }}",
        "{# one #}\n{# two #}",
    ],
)
def test_the_lint_lets_pass(text):
    assert faults(text) == []


def test_scripts_of_the_house_need_no_eval():
    for script in ROOT.glob("*/static/**/*.js"):
        text = script.read_text()
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|\.style\.", text), script.name
