"""How pages print numbers and days, and how components keep their contracts; a builtin of every template."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock, numbers
from danvan.ui import charts
from danvan.ui.icons import ICONS

register = template.Library()

ABSENT = "–"
# fmt: off
PASSED_ON = frozenset({
    "id", "class", "title", "lang", "role", "tabindex", "hidden", "open", "target", "rel", "download",
    "name", "value", "disabled", "autofocus", "form", "formaction", "formnovalidate", "enctype", "method",
    "action",
})
# fmt: on
PASSED_ON_PREFIXES = ("hx-", "data-", "aria-")


@register.filter
def figure(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """8597 as "8.597"; nothing reported as "–", which is not a zero."""
    return ABSENT if value is None or value == "" else numbers.format_number(value, decimals)


@register.filter
def percent(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    return ABSENT if value is None or value == "" else numbers.format_percent(value, decimals)


@register.filter
def day(value: date | datetime | None) -> str:
    """05/03/2026, in whatever language: it is the date as official papers write it."""
    if not value:
        return ABSENT
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """05/03/2026 14:05, on the wall clock of the office."""
    if not value:
        return ABSENT
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%d/%m/%Y %H:%M}"


@register.simple_tag
def in_words_days(on: date, today: date | None = None) -> str:
    """How far a date is, in calendar days: "3 days left", "today", "5 days overdue (since 12/02)"."""
    left = (on - (today or clock.today())).days
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    if left > 0:
        return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": figure(left)}
    late = ngettext("%(days)s day overdue (since %(day)s)", "%(days)s days overdue (since %(day)s)", -left)
    return late % {"days": figure(-left), "day": f"{on:%d/%m}"}


@register.simple_tag
def once_key() -> SafeString:
    """A hidden field that names this form by a random key, so that a second press does nothing twice (R-40)."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag
def weekday(on: date) -> str:
    return date_format(on, "l")


@register.simple_tag
def deadline_tone(on: date | None, today: date | None, done: bool) -> str:
    """Tone of a due date: settled is quiet, past is danger, the last three days are a warning."""
    if not isinstance(on, date):
        raise template.TemplateSyntaxError(f"c-deadline needs a date in :on, not {on!r}")
    if done:
        return "quiet"
    left = (on - (today or clock.today())).days
    return "danger" if left < 0 else "warn" if left <= 3 else "neutral"


@register.simple_tag
def one_of(component: str, name: str, value: object, known: str) -> str:
    """Refuse a variant a component does not have: a typing slip would otherwise lose its style in silence."""
    if value not in known.split():
        raise template.TemplateSyntaxError(f"{component}: {name} is one of {known}, not {value!r}")
    return ""


@register.simple_tag
def needs(component: str, name: str, value: object) -> str:
    """Refuse a component that lacks what it cannot do without."""
    if value is None or value == "":
        raise template.TemplateSyntaxError(f"{component} needs {name}")
    return ""


@register.simple_tag
def attributes(attrs: Mapping[str, Any], *classes: str) -> SafeString:
    """
    The attributes a component passes on to its element, escaped, with its own classes before the page's.

    Only what HTML and htmx know passes, so a mistyped attribute and an inline style are errors, not silence.
    """
    given = dict(attrs.attrs_dict())  # type: ignore[attr-defined]
    css = " ".join(str(part) for part in (*classes, given.pop("class", "")) if part)
    for name in given:
        if name not in PASSED_ON and not name.startswith(PASSED_ON_PREFIXES):
            raise template.TemplateSyntaxError(f"a component does not know the attribute {name!r}")
    start = format_html(' class="{}"', css) if css else SafeString()
    rest = format_html_join(
        "",
        '{} {}="{}"',
        (
            ("", name, "" if value is True else value)
            for name, value in given.items()
            if value not in (False, None)
        ),
    )
    return start + rest


@register.simple_tag
def icon_name(name: str) -> str:
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"there is no icon {name!r}; known: {', '.join(sorted(ICONS))}")
    return name


@register.simple_tag
def bar_chart(rows: list[dict[str, Any]]) -> list[charts.Bar]:
    return charts.bars(rows)


@register.simple_tag
def series_chart(points: list[dict[str, Any]], kind: str) -> charts.Series:
    return charts.series(points, kind)


@register.filter
def svg(value: float) -> str:
    """A coordinate with a point, whatever the language writes: SVG reads no decimal comma."""
    return f"{value:g}"


@register.filter
def errors_first(findings: list[Any]) -> list[Any]:
    return sorted(findings, key=lambda finding: str(finding.severity) != "error")


@register.filter
def how_many(findings: list[Any], severity: str) -> int:
    return sum(1 for finding in findings if str(finding.severity) == severity)


@register.filter
def kind_of_field(bound_field: Any) -> str:
    """How a field stands with its label: "check" beside it, "group" in a fieldset, "plain" below it."""
    widget = bound_field.field.widget
    if getattr(widget, "input_type", "") == "checkbox" and not widget.use_fieldset:
        return "check"
    return "group" if widget.use_fieldset else "plain"
