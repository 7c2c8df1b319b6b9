"""What people are told of evaluations, and why they are the ones told. Never a score: that is read after signing in."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

OWN = _("you hold a post in the unit that is evaluated")
ABOVE = _("you hold a post in the unit that opened the round")

KINDS = (
    Kind("evaluation.opened", _("Your unit is evaluated"), why=OWN),
    Kind("evaluation.reminded", _("A self-score is due"), why=OWN),
    Kind("evaluation.published", _("Your unit's score was reviewed"), why=OWN),
    Kind("evaluation.appealed", _("A unit appealed against its score"), why=ABOVE),
    Kind("evaluation.decided", _("An appeal of your unit was answered"), why=OWN),
)
