"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "briefings.details_changed": _("changed the details of a document"),
    "briefings.drafted": _("began a document"),
    "briefings.erratum_issued": _("issued an erratum"),
    "briefings.issued": _("issued a document"),
    "briefings.meeting_cancelled": _("cancelled a briefing meeting"),
    "briefings.meeting_changed": _("changed a briefing meeting"),
    "briefings.meeting_closed": _("closed a briefing meeting"),
    "briefings.meeting_held": _("recorded that a briefing meeting was held"),
    "briefings.meeting_minuted": _("wrote the minutes of a briefing meeting"),
    "briefings.meeting_planned": _("planned a briefing meeting"),
    "briefings.meetings_taken_over": _("took meetings over from before"),
    "briefings.package_made": _("made the package of a briefing meeting"),
    "briefings.task_taken_back": _("took a task of a briefing meeting back"),
    "briefings.tasks_drafted": _("drafted tasks of a briefing meeting"),
    "briefings.tasks_given": _("gave tasks of a briefing meeting"),
    "briefings.template_activated": _("put a template to use"),
    "briefings.template_retired": _("retired a template"),
    "briefings.template_uploaded": _("uploaded a template"),
    "briefings.text_saved": _("wrote a text"),
}
