"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "portal.notice_written": _("wrote a notice"),
    "portal.notice_changed": _("changed a notice"),
    "portal.notice_published": _("published a notice"),
    "portal.notice_taken_back": _("took a notice back"),
    "portal.release_begun": _("began a release of open data"),
    "portal.release_published": _("published a release of open data"),
    "portal.release_discarded": _("discarded a release of open data"),
}
