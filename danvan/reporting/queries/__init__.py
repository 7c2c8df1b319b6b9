"""Questions about reporting, each with one address."""

from danvan.reporting.queries.comparing import by_child, series
from danvan.reporting.queries.forms import catalogue, default_form, form_of, layout
from danvan.reporting.queries.reports import report, reports_of
from danvan.reporting.queries.territories import like_for_like
from danvan.reporting.queries.tracing import trace

__all__ = [
    "by_child",
    "catalogue",
    "default_form",
    "form_of",
    "layout",
    "like_for_like",
    "report",
    "reports_of",
    "series",
    "trace",
]
