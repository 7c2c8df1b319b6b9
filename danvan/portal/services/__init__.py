"""Every write to notices."""

from danvan.portal.services.articles import edit, publish, take_back, write

__all__ = ["edit", "publish", "take_back", "write"]
