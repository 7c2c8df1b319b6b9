"""What people are told of oversight, and why they are the ones told."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

ABOUT = _("you hold a post in a unit that this session is about, or that takes part in it")
LEADS = _("you hold a post in the unit that leads this session")

KINDS = (
    Kind(
        "oversight.notified", _("A supervision, inspection or survey was announced to your unit"), why=ABOUT
    ),
    Kind("oversight.joint", _("Another unit proposes to go together, or has answered"), why=LEADS),
)
