"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "commitments.given": _("entered a commitment"),
    "commitments.accepted": _("accepted a commitment"),
    "commitments.declined": _("declined a commitment"),
    "commitments.started": _("began a commitment"),
    "commitments.told": _("told how far a commitment is"),
    "commitments.reported": _("reported a commitment done"),
    "commitments.returned": _("sent a commitment back"),
    "commitments.verified": _("verified a commitment"),
    "commitments.closed": _("closed a commitment"),
    "commitments.extended": _("gave a commitment more time"),
    "commitments.handed_on": _("handed a commitment on"),
    "commitments.asked_up": _("put a commitment to the superior"),
    "commitments.decided": _("decided who does a commitment"),
    "commitments.passed": _("passed a commitment to the successor"),
    "commitments.reopened": _("opened a commitment again"),
    "commitments.reminded": _("reminded of a commitment"),
    "commitments.reckoned": _("reckoned the day of a commitment again"),
    "commitments.escalated": _("raised a late commitment"),
    "commitments.withdrawn": _("took a commitment back"),
    "commitments.taken_over": _("took commitments over from before"),
}

# What stands in an entry.
FIELDS = {
    "commitments": _("commitments"),
    "asked_by": _("asked by"),
    "verifier": _("verified by"),
    "origin": _("origin"),
    "outcome": _("outcome"),
    "promised_for": _("promised for"),
    "kept": _("kept"),
    "count": _("how many times"),
    "proposed": _("suggested"),
    "days": _("days late"),
    "to": _("to"),
    "follows": _("follows"),
}
