"""What people are told of dialogues, and why they are the ones told."""

from django.utils.translation import gettext_lazy as _

from danvan.notifications.kinds import Kind

HOLDING = _("you hold a post in the unit that holds this dialogue")
AREA = _("you hold a post in a unit that takes part, or in one next above or below the one that holds it")
TAKING = _("you hold a post in the unit that an opinion was handed to")
ABOVE = _("you hold a post in the unit above, which watches over these duties")

KINDS = (
    Kind("engagement.announced", _("A dialogue in your area was announced"), why=AREA),
    Kind("engagement.moved", _("A dialogue in your area was postponed or cancelled"), why=AREA),
    Kind("engagement.questions", _("Questions wait to be read before a dialogue"), why=HOLDING),
    Kind("engagement.handed_on", _("An opinion of a dialogue was handed to your unit"), why=TAKING),
    Kind("engagement.result_due", _("The result of a dialogue is due soon"), why=HOLDING),
    Kind("engagement.result_late", _("The result of a dialogue is overdue"), why=HOLDING),
    Kind("engagement.watch", _("Units below have not held this year's dialogue"), why=ABOVE),
)
