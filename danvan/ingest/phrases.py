"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "ingest.tried": _("read workbooks on trial"),
    "ingest.read": _("read reports in words"),
    "ingest.decided": _("decided what figures read are"),
    "ingest.taken": _("took in what was read"),
    "ingest.undone": _("took back what was read in"),
    "ingest.discarded": _("discarded what was read"),
    "ingest.learned_changed": _("changed what words are taken for"),
}

RECORDS = {
    "import": _("import"),
    "learned": _("words learned"),
}
