"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "briefings.details_changed": _("changed the details of a document"),
    "briefings.drafted": _("began a document"),
    "briefings.erratum_issued": _("issued an erratum"),
    "briefings.issued": _("issued a document"),
    "briefings.template_activated": _("put a template to use"),
    "briefings.template_retired": _("retired a template"),
    "briefings.template_uploaded": _("uploaded a template"),
    "briefings.text_saved": _("wrote a text"),
}
