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
    "reference.hours_set": _("set the working hours of a unit"),
    "reference.remote_set": _("said whether a unit is remote"),
    "reference.rules_loaded": _("loaded the rules of time"),
    "reference.clocks_recomputed": _("reckoned open deadlines again"),
    "reference.clock_extended": _("extended a deadline"),
    "reference.clock_paused": _("let a deadline stand still"),
    "reference.clock_resumed": _("let a deadline run on"),
    "reference.clock_moved": _("passed a deadline to another unit"),
}

# What an entry was about.
RECORDS = {
    "topic": _("topic"),
    "calendar": _("working calendar"),
    "working_hours": _("working hours"),
    "deadline_rules": _("rules of time"),
    "clock": _("deadline"),
    "due_at": _("due"),
    "looked_at": _("deadlines looked at"),
    "moved": _("deadlines moved"),
    "other_rule": _("deadlines under another version of their rule"),
    "added": _("added"),
    "corrected": _("corrected"),
    "remote": _("remote area"),
    "unit_before": _("unit before"),
    "morning_from": _("morning from"),
    "morning_to": _("morning to"),
    "afternoon_from": _("afternoon from"),
    "afternoon_to": _("afternoon to"),
}
