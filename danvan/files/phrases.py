"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "files.stored": _("stored a file"),
}

# What an entry was about.
RECORDS = {"file": _("file")}
