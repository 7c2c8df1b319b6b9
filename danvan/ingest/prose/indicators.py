"""Which indicator a figure may be: its words and unit against the table of things counted, with a confidence."""

from __future__ import annotations

from collections.abc import Mapping

from danvan.common.vietnamese import fold
from danvan.ingest.prose import lexicon
from danvan.ingest.prose.figures import RESULT, Figure
from danvan.ingest.prose.text import Text

# How sure one may be at most of a guess that nobody confirmed.
CEILING = 0.95
# What was found of the subject says too little: the name in the table is better.
# Among the counting words of a thing: any word for units of the tree.
PLACES = "@place"
VAGUE = frozenset({"", "triển khai", "phối hợp", "vận động", "xây dựng"})


def guess(text: Text, figures: list[Figure], learned: Mapping[tuple[str, str], str] | None = None) -> None:
    """
    Set `indicator` and `confidence`; a figure that is no result of a period gets none. `learned` are words and counting
    units, folded, that people have confirmed to mean an indicator: they come first.
    """
    for place, figure in enumerate(figures):
        figure.confidence = _sureness(figure)
        if figure.role != RESULT or figure.percent or figure.kind == "money":
            continue
        if learned and (code := learned.get((fold(figure.what), fold(figure.unit)))):
            figure.indicator, figure.confidence = code, CEILING
            continue
        earlier = figures[place - 1] if place else None
        for said in (_own_words(figure), _words_of(text, figure, earlier)):
            thing = _thing(figure, said)
            if thing is None:
                continue
            figure.indicator = thing.indicator
            if figure.what.lower() in VAGUE:
                figure.what = thing.what
            figure.confidence = min(CEILING, figure.confidence + 0.1 * len(thing.words))
            break


def _thing(figure: Figure, said: str) -> lexicon.Thing | None:
    """The most specific thing whose words are all said; a part with a label of its own has to be meant by it."""
    own = figure.what.lower()
    labelled = figure.own_what and figure.whole is not None and own != figure.whole.what.lower()
    places = lexicon.things_by_unit().get(PLACES, ()) if figure.kind.startswith("place:") else ()
    for thing in (*lexicon.things_by_unit().get(figure.unit.lower(), ()), *places):
        if not all(word in said for word in thing.words):
            continue
        if not labelled or any(word in own for word in thing.words):
            return thing
    return None


def _own_words(figure: Figure) -> str:
    """Its own words, where they say what it is."""
    if not figure.own_what or figure.kind == "holder":
        return ""
    return f"{figure.what} {figure.unit}".lower()


def _words_of(text: Text, figure: Figure, earlier: Figure | None) -> str:
    """Its own words and those of what it is a part of, in small letters."""
    said = [figure.what, figure.unit]
    whole = figure.whole
    while whole is not None:
        said += [whole.what, whole.unit]
        whole = whole.whole
    start, _end = text.sentences[figure.sentence]
    if figure.kind != "holder":
        floor = max(start, figure.start - 60)
        if earlier is not None:
            floor = max(floor, earlier.reach)
        floor = max([floor, *(text.low.rfind(sign, floor, figure.start) + 1 for sign in ";)")])
        said.append(text.low[floor : figure.start])
    return " ".join(said).lower()


def _sureness(figure: Figure) -> float:
    sure = 0.8
    if not figure.unit:
        sure -= 0.3
    if figure.flags:
        sure -= 0.15
    if figure.approx:
        sure -= 0.05
    if not figure.what:
        sure -= 0.15
    return round(max(0.1, sure), 2)
