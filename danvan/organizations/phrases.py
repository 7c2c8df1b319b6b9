"""How the audit log tells what was done here."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "organizations.change_applied": _("changed the tree of units"),
    "organizations.change_undone": _("took back a change of the tree"),
    "organizations.deputy_named": _("named a deputy"),
    "organizations.grant_asked": _("asked for a post that a second person confirms"),
    "organizations.grant_confirmed": _("confirmed a post"),
    "organizations.grant_refused": _("refused a post"),
    "organizations.post_ended": _("ended a post"),
    "organizations.post_given": _("gave a post"),
    "organizations.post_given_back": _("gave a post back"),
    "organizations.proposal_accepted": _("accepted a proposed change of a unit's data"),
    "organizations.proposal_made": _("proposed a change of a unit's data"),
    "organizations.proposal_rejected": _("rejected a proposed change of a unit's data"),
    "organizations.proposal_withdrawn": _("withdrew a proposed change of a unit's data"),
    "organizations.seed_loaded": _("loaded the list of units"),
    "organizations.succession_removed": _("removed a succession"),
    "organizations.succession_written": _("wrote a succession"),
    "organizations.unit_change_undone": _("took back a change of a unit"),
    "organizations.unit_opened": _("opened a unit"),
    "organizations.unit_closed": _("closed a unit"),
    "organizations.unit_renamed": _("renamed a unit"),
    "organizations.unit_moved": _("moved a unit"),
    "organizations.unit_changed": _("changed a unit"),
}

# What an entry was about.
RECORDS = {"unit": _("unit")}
