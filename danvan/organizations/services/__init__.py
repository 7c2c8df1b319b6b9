"""Every write of this context."""

from danvan.organizations.services.links import rebuild_links

__all__ = ["rebuild_links"]
