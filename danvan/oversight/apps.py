from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.oversight import news, phrases
from danvan.ui import nav


class OversightConfig(AppConfig):
    name = "danvan.oversight"
    label = "oversight"
    verbose_name = _("oversight")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.commitments import hooks as commitments
        from danvan.notifications import kinds
        from danvan.organizations import hooks
        from danvan.oversight import structure, week
        from danvan.oversight.services import recommending
        from danvan.ui import week as this_week

        for kind in news.KINDS:
            kinds.register(kind)
        commitments.closed.register(recommending.follow_closed)
        commitments.reopened.register(recommending.follow_reopened)
        commitments.origin_pages.register(structure.origin_page)
        hooks.consequences.register(structure.consequences)
        hooks.panels.register(structure.panel)
        this_week.register("owe", "oversight", week.owed)
        this_week.register("waits", "oversight", week.watched)
        nav.register(nav.Item(_("Oversight"), "oversight:home", "search", order=45, shown=sees_oversight))


def sees_oversight(request: HttpRequest) -> bool:
    """Whether some post of the person opens supervision or one of its kin anywhere."""
    from danvan.organizations import permissions

    actor = request.actor  # type: ignore[attr-defined]
    return any(
        permissions.holds(actor, "see", kind) for kind in ("supervision", "criticism", "inspection", "survey")
    )
