"""What people are told of directives, and why they are the ones told."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

GIVEN = _("you hold a post in a unit that was given this document")
GIVER = _("you hold a post in the unit that gave this document")

KINDS = (
    Kind("directives.given", _("Your unit was given a document to carry out"), why=GIVEN),
    Kind("directives.reminded", _("You are reminded of a document"), why=GIVEN),
    Kind("directives.returned", _("A report on a document was returned"), why=GIVEN),
    Kind("directives.reported", _("A unit has reported on a document"), why=GIVER),
)
