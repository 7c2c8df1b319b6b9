"""How names of units sort, as plain text that every database compares alike."""

from danvan.common import vietnamese


def sort_text(name: str) -> str:
    """
    The Vietnamese dictionary order of `name` as hexadecimal text, for the column `sort_key`.

    Two digits a letter, ``00`` and the tone after each syllable: no sign that a collation could skip or reorder.
    """
    words = []
    for is_word, (letters, tones) in vietnamese.sort_key(name)[0]:
        body = "".join(f"{min(letter + 1, 255):02x}" for letter in letters)
        words.append(f"{is_word}{body}00{''.join(str(tone) for tone in tones) or '0'}")
    return "".join(words)[:400]
