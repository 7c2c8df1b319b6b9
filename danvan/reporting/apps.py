from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.reporting import phrases
from danvan.ui import nav


class ReportingConfig(AppConfig):
    name = "danvan.reporting"
    label = "reporting"

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.organizations import hooks
        from danvan.reporting import records, structure, week
        from danvan.ui import week as this_week

        records.register()
        hooks.consequences.register(structure.consequences)
        hooks.changed.register(structure.follow)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "reporting.differences", week.changed)
        nav.register(nav.Item(_("Reports"), "reporting:board", "table", order=20, shown=holds_a_post))
        nav.register(
            nav.Item(
                _("Figures"),
                "reporting:totals",
                "chart",
                order=30,
                shown=holds_a_post,
                pages=("reporting:trace",),
            )
        )


def holds_a_post(request: HttpRequest) -> bool:
    """Whether the person holds any post today; without one there is nothing to see here."""
    return bool(request.actor.grants)  # type: ignore[attr-defined]
