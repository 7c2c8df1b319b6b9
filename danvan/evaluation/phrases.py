"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "evaluation.criteria_drafted": _("drafted a criteria set"),
    "evaluation.criteria_edited": _("changed the draft of a criteria set"),
    "evaluation.criteria_issued": _("put a criteria set in use"),
    "evaluation.round_opened": _("opened an evaluation round"),
    "evaluation.units_reminded": _("reminded units of their self-score"),
    "evaluation.self_scored": _("scored the own unit"),
    "evaluation.submitted": _("sent a self-score for review"),
    "evaluation.taken_back": _("took a self-score back"),
    "evaluation.reviewed": _("reviewed a unit's score"),
    "evaluation.published": _("told a unit its score"),
    "evaluation.appealed": _("appealed against a score"),
    "evaluation.decided": _("answered an appeal against a score"),
    "evaluation.finalised": _("closed an evaluation"),
    "evaluation.evaluations_taken_over": _("took over evaluations of the past"),
}

# What an entry was about.
RECORDS = {
    "criteriaset": _("criteria set"),
    "evaluationround": _("evaluation round"),
    "unitevaluation": _("evaluation of a unit"),
}
