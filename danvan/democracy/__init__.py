"""Disclosure, consultation on drafts, decisions of the community, and what its own boards supervise."""
