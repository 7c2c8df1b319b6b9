"""What people are told of commitments, and why they are the ones told."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

OWING = _("you hold a post in the unit that undertook this")
ASKING = _("you hold a post in the unit that asked for this or verifies it")
LATE = _("you hold a post in the unit that undertook this or in one above, and a set time has passed")
TURN = _("your unit, or the one below it, has to accept, verify or decide this, and the day is over")
DECIDING = _("you hold a post in the unit that decides who does this")

KINDS = (
    Kind("commitments.given", _("A commitment is asked of your unit"), why=OWING),
    Kind("commitments.accepted", _("A commitment was accepted"), why=ASKING),
    Kind("commitments.declined", _("A commitment was declined"), why=ASKING),
    Kind("commitments.reported", _("A commitment waits to be verified"), why=ASKING),
    Kind("commitments.verified", _("A commitment was verified"), why=OWING),
    Kind("commitments.returned", _("A commitment came back"), why=OWING),
    Kind("commitments.reopened", _("A commitment was opened again"), why=OWING),
    Kind("commitments.withdrawn", _("A commitment was taken back"), why=OWING),
    Kind("commitments.extended", _("A commitment was given more time"), why=ASKING),
    Kind("commitments.handed_on", _("A commitment was handed on"), why=OWING),
    Kind("commitments.asked_up", _("A commitment waits for your decision"), why=DECIDING),
    Kind("commitments.reminded", _("A reminder of a commitment"), why=OWING),
    Kind("commitments.turn_late", _("A word on a commitment is overdue"), why=TURN),
    # Urgent: it is late already, a digest would make it later.
    Kind("commitments.escalated", _("A commitment is long overdue"), urgent=True, why=LATE),
)
