"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "reporting.acceptance_taken_back": _("took an acceptance back"),
    "reporting.accepted": _("accepted a report"),
    "reporting.catalogue_loaded": _("loaded the indicators"),
    "reporting.cells_saved": _("entered figures"),
    "reporting.excused": _("excused a unit from a round"),
    "reporting.extended": _("gave a unit more time"),
    "reporting.form_created": _("made a form"),
    "reporting.form_published": _("published a form"),
    "reporting.form_reminders_set": _("set when a form reminds by itself"),
    "reporting.form_rule_added": _("added a rule to a form"),
    "reporting.form_rule_ended": _("ended a rule of a form"),
    "reporting.form_units_named": _("named units that owe a form"),
    "reporting.indicator_added": _("added an indicator"),
    "reporting.indicator_edited": _("changed an indicator"),
    "reporting.indicator_redefined": _("changed what an indicator counts"),
    "reporting.note_saved": _("noted something beside a figure"),
    "reporting.reminded": _("reminded a unit"),
    "reporting.returned": _("returned a report"),
    "reporting.round_closed": _("closed a round"),
    "reporting.round_opened": _("opened a round"),
    "reporting.submitted": _("sent a report"),
    "reporting.supplement_sent": _("sent a supplement"),
}

# What an entry was about.
RECORDS = {
    "form": _("form"),
    "indicator": _("indicator"),
    "indicators": _("indicators"),
    "round": _("round"),
    "submission": _("report"),
}
