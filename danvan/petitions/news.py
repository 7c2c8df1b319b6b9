"""What officers are told of petitions, and why they are the ones told."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

HOLDING = _("you hold a post in the unit that has this petition")
ABOVE = _("you hold a post in the unit above, which decides who is in charge")

KINDS = (
    Kind("petitions.received", _("A petition came to your unit"), why=HOLDING),
    Kind("petitions.added", _("A sender added something to a petition"), why=HOLDING),
    Kind("petitions.reopened", _("A sender reopened a petition"), why=HOLDING),
    Kind("petitions.contacts_ending", _("Contacts of closed petitions will be destroyed soon"), why=HOLDING),
    Kind("petitions.to_decide", _("A petition waits for your decision"), why=ABOVE),
)
