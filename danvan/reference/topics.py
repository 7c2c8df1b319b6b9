"""The subjects under which rules of time are listed, in the order of the work."""

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "counting": _("Counting of time"),
    "document": _("Documents"),
    "dialogue": _("Dialogues"),
    "commitment": _("Commitments"),
    "petition": _("Recommendations and feedback"),
    "complaint": _("Complaints"),
    "denunciation": _("Denunciations"),
    "reception": _("Citizen reception"),
    "supervision": _("Supervision"),
    "criticism": _("Social criticism"),
    "inspection": _("Inspection"),
    "survey": _("Field survey"),
    "model": _("“Dân vận khéo” models"),
    "democracy": _("Grassroots democracy"),
    "consultation": _("Consultation on a draft"),
    "situation": _("Situation of the people"),
    "reporting": _("Reporting"),
    "data": _("Personal data"),
}
