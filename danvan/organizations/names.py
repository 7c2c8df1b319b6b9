"""How names of units sort, as plain text that every database compares alike."""

from danvan.common import vietnamese


def sort_text(name: str) -> str:
    """The Vietnamese dictionary order of `name`, for the column `sort_key`."""
    return vietnamese.sort_key(name)[:400]
