"""Supervision, social criticism, inspection and field surveys, with what was recommended and answered."""
