from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.briefings import phrases
from danvan.ui import nav


class BriefingsConfig(AppConfig):
    name = "danvan.briefings"
    label = "briefings"
    verbose_name = _("documents")

    def ready(self):
        wording.register(phrases.PHRASES)
        # Models can be loaded only now, and who may see documents is asked of a policy that needs them.
        from danvan.briefings import democracy_papers, dialogue_papers, oversight_papers
        from danvan.briefings.meetings import measures, week
        from danvan.commitments import hooks as commitments
        from danvan.democracy import hooks as democracy
        from danvan.engagement import hooks
        from danvan.organizations import permissions
        from danvan.oversight import hooks as oversight
        from danvan.reporting import measures as reporting
        from danvan.ui import week as this_week

        hooks.papers.register(dialogue_papers.papers)
        democracy.papers.register(democracy_papers.papers)
        reporting.register(measures.HELD, measures.held)
        commitments.origin_pages.register(week.page_of)
        this_week.register("owe", "briefings.meetings", week.owed)
        oversight.papers.register(oversight_papers.papers)
        oversight.letters.register(oversight_papers.letters)

        nav.register(
            nav.Item(
                label=_("Documents"),
                url_name="briefings:documents",
                icon="document",
                order=40,
                shown=lambda request: permissions.holds(request.actor, "see", "document"),
            )
        )
