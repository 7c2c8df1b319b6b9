"""How often somebody wants to hear."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.common.errors import DomainError
from danvan.notifications import channels, kinds, pacing
from danvan.notifications.models import Preference
from danvan.organizations.actors import Actor


class BadPace(DomainError):
    code = "bad-pace"


@transaction.atomic
def prefer(*, choices: Mapping[tuple[str, str], str], by: Actor) -> None:
    """
    Set how often one hears, by (kind, channel). What was due already keeps its hour.

    :raises BadPace: for a kind, channel or pace that is not offered
    """
    open_channels = channels.opened()
    offered = {kind.code: kind for kind in kinds.kinds()}
    for (kind, channel), pace in choices.items():
        if kind not in offered or channel not in open_channels or pace not in pacing.allowed(offered[kind]):
            raise BadPace(
                _("One of the choices is not offered here. Open the page again and choose once more.")
            )
    # Two pages saved at once: one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    Preference.objects.bulk_create(
        [
            Preference(user_id=by.user_id, kind=kind, channel=channel, pace=pace)
            for (kind, channel), pace in sorted(choices.items())
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["pace"],
    )
