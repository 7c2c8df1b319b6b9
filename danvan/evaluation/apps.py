from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.evaluation import news, phrases
from danvan.ui import nav


class EvaluationConfig(AppConfig):
    name = "danvan.evaluation"
    label = "evaluation"
    verbose_name = _("evaluation of units")

    def ready(self) -> None:
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.RECORDS)
        # Only now are all models loaded.
        from danvan.evaluation import structure, week
        from danvan.notifications import kinds
        from danvan.organizations import hooks
        from danvan.ui import week as this_week

        for kind in news.KINDS:
            kinds.register(kind)
        hooks.consequences.register(structure.consequences)
        this_week.register("owe", "evaluation", week.owed)
        this_week.register("waits", "evaluation", week.waits)
        nav.register(nav.Item(_("Evaluation"), "evaluation:board", "check", order=75, shown=sees_evaluations))


def sees_evaluations(request: HttpRequest) -> bool:
    """Whether some post of the person opens evaluations anywhere; administrators' posts are for the sets."""
    from danvan.organizations import permissions

    return permissions.holds(request.actor, "see", "evaluation")  # type: ignore[attr-defined]
