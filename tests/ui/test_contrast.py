"""Every pair of colours the components use, computed from tokens.css in both schemes."""

import itertools
import re
from pathlib import Path

import pytest

from danvan import ui
from danvan.ui import charts
from tests.ui import colour

CSS = Path(ui.__file__).parent / "static/ui/css"
TOKENS = colour.tokens(CSS / "tokens.css")

# text token -> the grounds it stands on; 4.5:1 (WCAG 2.2, 1.4.3)
TEXT = {
    "ink": ["paper", "paper-sunken", "paper-deep", "brand-soft", "danger-soft", "good-soft", "warn-soft"],
    "ink-soft": ["paper", "paper-sunken", "paper-deep"],
    "brand": ["paper", "paper-sunken", "paper-deep", "brand-soft", "danger-soft"],
    "brand-strong": ["paper", "paper-sunken", "paper-deep", "brand-soft"],
    "danger": ["paper", "paper-sunken", "danger-soft"],
    "good": ["paper", "paper-sunken", "good-soft"],
    "warn": ["paper", "paper-sunken", "warn-soft"],
    "on-brand": ["brand", "brand-strong"],
    "on-danger": ["danger"],
    "on-gold": ["gold"],
    **{f"on-level-{tone}": [f"level-{tone}"] for tone in charts.TONES},
}
# what is not text but must be seen: edges of controls, focus, bars; 3:1 (1.4.11)
SHAPES = {
    "line-strong": ["paper", "paper-sunken"],
    "focus": ["paper", "paper-sunken", "paper-deep"],
    **{f"level-{tone}": ["paper"] for tone in charts.TONES},
}


def pairs(table):
    return [(fore, ground) for fore, grounds in table.items() for ground in grounds]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), pairs(TEXT))
def test_text_is_readable(scheme, text, ground):
    tokens = TOKENS[scheme]
    assert colour.contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), pairs(SHAPES))
def test_shapes_are_seen(scheme, shape, ground):
    tokens = TOKENS[scheme]
    assert colour.contrast(tokens[shape], tokens[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("blindness", [None, *colour.BLIND])
def test_levels_differ_for_every_eye(scheme, blindness):
    seen = {tone: colour.seen(TOKENS[scheme][f"level-{tone}"], blindness) for tone in charts.TONES}
    close = [
        (one, other)
        for one, other in itertools.combinations(seen, 2)
        if colour.distance(seen[one], seen[other]) < 12
    ]
    assert close == []


def test_the_arithmetic_knows_right_from_wrong():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") < 4.5 < colour.contrast("#757575", "#ffffff")
    # The classic pair: red and green drift together without the middle cones.
    red, green = "#b03030", "#407030"
    with_all = colour.distance(colour.seen(red, None), colour.seen(green, None))
    without = colour.distance(colour.seen(red, "deutan"), colour.seen(green, "deutan"))
    assert without < with_all / 2


def test_every_text_token_used_on_a_ground_is_in_the_table():
    """A component that puts a new colour on a new ground must add its pair above."""
    for css in CSS.glob("components/*.css"):
        for rule in re.findall(r"\{([^}]*)\}", css.read_text()):
            text = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", rule)
            ground = re.search(r"background: var\(--([\w-]+)\)", rule)
            if text and ground:
                assert ground[1] in TEXT.get(text[1], []), (
                    f"{css.name}: {text[1]} on {ground[1]} is not checked"
                )


def test_components_name_tokens_not_values():
    found = {
        css.name: re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl|oklch", css.read_text())
        for css in [*CSS.glob("components/*.css"), CSS / "base.css", CSS / "layout.css"]
    }
    assert {name: values for name, values in found.items() if values} == {}


def test_components_use_tokens_that_exist():
    known = set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text()))
    used = {name for css in CSS.rglob("*.css") for name in re.findall(r"var\(--([\w-]+)", css.read_text())}
    assert used - known == set()
