from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danvan.audit import wording
from danvan.petitions import phrases
from danvan.ui import nav


class PetitionsConfig(AppConfig):
    name = "danvan.petitions"
    label = "petitions"
    verbose_name = _("petitions and reception")

    def ready(self):
        wording.register(phrases.PHRASES)
        wording.register_fields(phrases.FIELDS)
        # Models can be loaded only now.
        from danvan.commitments import hooks as promises
        from danvan.notifications import kinds, schedule
        from danvan.organizations import hooks, permissions
        from danvan.petitions import keeping, news, services, structure

        for kind in news.KINDS:
            kinds.register(kind)
        hooks.consequences.register(structure.consequences)
        hooks.changed.register(structure.follow)
        hooks.panels.register(structure.panel)
        promises.closed.register(services.promise_ended)
        day = timedelta(days=1)
        schedule.every(day, "petitions.close", keeping.close)
        schedule.every(day, "petitions.forget", keeping.forget)
        schedule.every(day, "petitions.inherit", keeping.inherit)
        schedule.every(timedelta(minutes=2), "petitions.tell", keeping.tell)
        nav.register(
            nav.Item(
                label=_("Petitions"),
                url_name="petitions:inbox",
                icon="letter",
                order=26,
                shown=lambda request: permissions.holds(request.actor, "see", "petition"),
            )
        )
        nav.register(
            nav.Item(
                label=_("Reception"),
                url_name="petitions:reception",
                icon="people",
                order=28,
                shown=lambda request: permissions.holds(request.actor, "see", "reception"),
            )
        )
