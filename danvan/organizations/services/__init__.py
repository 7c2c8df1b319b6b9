"""Every write of this context."""

from danvan.organizations.services.invitations import invite_to_post
from danvan.organizations.services.links import rebuild_links
from danvan.organizations.services.posts import decide_grant, deputise, end_post, give_post, seat
from danvan.organizations.services.structure import apply_change, preview
from danvan.organizations.services.undoing import undo_change

__all__ = [
    "apply_change",
    "decide_grant",
    "deputise",
    "end_post",
    "give_post",
    "invite_to_post",
    "preview",
    "rebuild_links",
    "seat",
    "undo_change",
]
