"""Every write of this context."""

from danvan.organizations.services.invitations import invite_to_post
from danvan.organizations.services.links import rebuild_links
from danvan.organizations.services.posts import decide_grant, deputise, end_post, give_post, seat
from danvan.organizations.services.proposals import decide, propose, rename_of, withdraw
from danvan.organizations.services.structure import apply_change, preview
from danvan.organizations.services.undoing import undo_change

__all__ = [
    "apply_change",
    "decide",
    "decide_grant",
    "deputise",
    "end_post",
    "give_post",
    "invite_to_post",
    "preview",
    "propose",
    "rebuild_links",
    "rename_of",
    "seat",
    "undo_change",
    "withdraw",
]
