"""No field, choice, tag or form label for religion, ethnicity, political opinion, health or family (R-30)."""

from __future__ import annotations

import csv
import importlib
import inspect
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.utils import translation

from tests.architecture import sensitive
from tests.architecture.modules import PACKAGE, modules


def said_by_models() -> Iterator[tuple[str, str]]:
    """(where, text) of names, labels, help texts and choices of every model of ours, in both languages."""
    for model in apps.get_models():
        if not model.__module__.startswith("danvan."):
            continue
        yield model._meta.label, model.__name__
        for field in model._meta.get_fields():
            where = f"{model._meta.label}.{field.name}"
            yield where, field.name
            if field.auto_created:
                continue
            yield from in_both_languages(where, getattr(field, "verbose_name", ""))
            yield from in_both_languages(where, getattr(field, "help_text", ""))
            for value, label in getattr(field, "choices", None) or ():
                yield where, str(value)
                yield from in_both_languages(where, label)


def said_by_forms() -> Iterator[tuple[str, str]]:
    for name in modules():
        if "forms" not in name.split("."):
            continue
        for _, form in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(form, forms.BaseForm) and form.__module__ == name:
                for field_name, field in form.base_fields.items():
                    where = f"{name}.{form.__name__}.{field_name}"
                    yield where, field_name
                    yield from in_both_languages(where, field.label)
                    yield from in_both_languages(where, field.help_text)


def said_by_seeds() -> Iterator[tuple[str, str]]:
    """Column heads and coded words of seed files; free text (names, sources, notes) is not what a field collects."""
    for path in sorted(PACKAGE.rglob("seed/**/*.csv")):
        where = str(path.relative_to(PACKAGE))
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for head in rows.fieldnames or ():
                yield where, head
            for row in rows:
                for column in {"code", "indicator", "topic", "tag", "kind", "group"} & set(
                    rows.fieldnames or ()
                ):
                    yield f"{where}:{row[column]}", row[column] or ""


def in_both_languages(where: str, text: object) -> Iterator[tuple[str, str]]:
    for language in ("en", "vi"):
        with translation.override(language):
            yield where, str(text or "")


SOURCES = {"models": said_by_models, "forms": said_by_forms, "seeds": said_by_seeds}


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_asks_for_what_may_not_be_known(source):
    permitted = sensitive.allowed()
    said = list(SOURCES[source]())
    assert said, f"{source}: the walk found nothing"
    found = {(where, stem, text) for where, text in said for stem in sensitive.hits(text)}
    assert sorted(one for one in found if one[:2] not in permitted) == []


def test_every_exception_has_a_reason_and_a_use():
    permitted = sensitive.allowed()
    assert [pair for pair, reason in permitted.items() if len(reason.split()) < 4] == []
    found = {
        (where, stem)
        for source in SOURCES.values()
        for where, text in source()
        for stem in sensitive.hits(text)
    }
    assert sorted(set(permitted) - found) == []


def test_the_list_is_long_enough():
    assert len(sensitive.STEMS) >= 120


@pytest.mark.parametrize(
    "name",
    [
        "religion", "ReligiousGroup", "ton_giao", "Tôn giáo", "is_catholic", "ethnicity", "Dân tộc", "chinhKien",
        "Chính kiến", "political_opinion", "healthStatus", "Sức khỏe", "marital_status", "Tình trạng hôn nhân",
        "Thân nhân", "attitude", "party_member", "Đảng viên", "person.skin_colour", "tín đồ",
    ],
)  # fmt: skip
def test_such_a_field_would_be_found(name):
    assert sensitive.hits(name)


@pytest.mark.parametrize(
    "name", ["unit", "period", "supervision_sessions", "Số cuộc giám sát", "reported_by", "chức danh"]
)
def test_ordinary_names_pass(name):
    assert sensitive.hits(name) == []
