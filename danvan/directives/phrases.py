"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "directives.drafted": _("drafted a document"),
    "directives.registered": _("registered a document that came in"),
    "directives.edited": _("changed a document's data"),
    "directives.signed": _("recorded that a document was signed"),
    "directives.unsigned": _("took back that a document was signed"),
    "directives.issued": _("issued a document under its number"),
    "directives.ended": _("recorded how a document ended"),
    "directives.followed": _("moved a document on because its day had come"),
    "directives.file_added": _("attached a file to a document"),
    "directives.related": _("related a document to another"),
    "directives.unrelated": _("took a relation of a document out"),
    "directives.programme_begun": _("began a programme"),
    "directives.programme_edited": _("changed a programme"),
    "directives.cascaded": _("gave a document to many units"),
    "directives.given": _("gave a document to this unit"),
    "directives.taken_back": _("took back what was given today"),
    "directives.acknowledged": _("acknowledged a document"),
    "directives.plan_recorded": _("entered the unit's plan"),
    "directives.task_cut": _("cut a task from a document"),
    "directives.reported": _("reported what was done"),
    "directives.returned": _("returned a report"),
    "directives.closed": _("closed what was given"),
    "directives.reopened": _("opened again what was closed today"),
    "directives.reminded": _("reminded a unit of a document"),
    "directives.taken_over": _("took over documents of the past"),
}
RECORDS = {
    "directive": _("Directing document"),
    "directiveassignment": _("What a unit was given"),
    "programme": _("Programme"),
}
