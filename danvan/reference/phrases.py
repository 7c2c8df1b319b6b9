"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "reference.topic_proposed": _("proposed a topic"),
    "reference.topic_ending_proposed": _("proposed the end of a topic"),
    "reference.topic_confirmed": _("confirmed a topic"),
    "reference.calendar_loaded": _("loaded the calendar"),
    "reference.day_added": _("added a day to the calendar"),
    "reference.day_changed": _("changed a day of the calendar"),
    "reference.day_removed": _("removed a day from the calendar"),
}

# What an entry was about.
RECORDS = {"topic": _("topic"), "calendar": _("working calendar")}
