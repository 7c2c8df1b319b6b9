"""What people are told of grassroots democracy, and why they are the ones told."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

KINDS = (
    Kind(
        "democracy.remind",
        _("Disclosures of your unit are overdue"),
        why=_("you hold a post in the unit that must publish them"),
    ),
)
