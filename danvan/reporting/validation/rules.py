"""The rules. Each yields findings for one kind of mistake; none knows of another."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from danvan.common.numbers import format_number
from danvan.reporting.formulas import Ratio, Sum
from danvan.reporting.validation.findings import Context, Finding
from danvan.reporting.vectors import LARGEST, Presence

# Shares whose numerator counts some of the very things in the denominator: it can never be larger.
PART_OF = (
    ("direction.units.with_plan", "direction.units.assigned"),
    ("direction.tasks.done_on_time", "direction.tasks.due"),
    ("dialogue.units.held", "dialogue.units.expected"),
    ("dialogue.opinions.answered_at_event", "dialogue.opinions.raised"),
    ("petition.resolved.on_time", "petition.resolved"),
    ("petition.overdue", "petition.pending"),
    ("supervision.recommendations.answered", "supervision.recommendations.made"),
    ("criticism.opinions.accepted", "criticism.opinions.made"),
    ("consultation.feedback_published", "consultation.drafts.opened"),
    ("gd.disclosure.on_time", "gd.disclosure.required"),
    ("gd.satisfaction.satisfied", "gd.satisfaction.responses"),
    ("training.staff.trained", "training.staff.target"),
    ("reporting.units.on_time", "reporting.units.expected"),
)
# May exceed within one period (a resolved opinion of last quarter), but then somebody should say why.
USUALLY_PART_OF = (
    ("dialogue.opinions.resolved", "dialogue.opinions.raised"),
    ("dialogue.conclusions.on_time", "dialogue.conclusions.issued"),
)
JUMP = 3
JUMP_AT_LEAST = 10
# Units of one level differ in size much more than one unit differs from its own past.
PEER_TIMES = 5
PEER_OVER = 2
PEER_AT_LEAST = 20


def whole_numbers_in_range(context: Context) -> Iterator[Finding]:
    """A count is never below zero and never absurdly large."""
    for code in context.layout.codes:
        value = context.value(code)
        if value is not None and value < 0:
            message = _("“%(name)s”: %(value)s is below zero. A count starts at 0; correct the cell.")
        elif value is not None and value > LARGEST // 1000:
            message = _(
                "“%(name)s”: %(value)s is larger than any count can be. Check for digits typed twice."
            )
        else:
            continue
        yield Finding(
            "error", code, "range", message % {"name": context.name(code), "value": context.shown(code)}
        )


def parts_make_the_total(context: Context) -> Iterator[Finding]:
    """No part is above its total, and the parts together are the total; imported or recorded history may lack them."""
    applies = context.layout.applies(context.level)
    for code in context.layout.codes:
        formula = context.layout.catalogue[code].formula
        total = context.value(code)
        if not isinstance(formula, Sum) or total is None:
            continue
        parts = [
            part
            for part in formula.parts
            if part in context.layout.index and applies[context.layout.index[part]]
        ]
        for part in parts:
            value = context.value(part)
            if value is not None and value > total:
                message = _(
                    "“%(part)s”: %(value)s is above its total %(total)s (“%(name)s”). Correct one of the two cells."
                )
                names = {"part": context.name(part), "name": context.name(code)}
                numbers = {"value": format_number(value), "total": format_number(total)}
                yield Finding("error", part, "part-above-total", message % {**names, **numbers})
        values = [context.value(part) for part in parts]
        if all(value is None for value in values):
            if context.note(code).get("source") not in ("imported", "measured") and parts:
                message = _(
                    "“%(name)s”: the total %(total)s stands without its parts. Fill in the parts; the total follows."
                )
                names = {"name": context.name(code), "total": format_number(total)}
                yield Finding("error", code, "total-without-parts", message % names)
        elif sum(value or 0 for value in values) != total:
            message = _("“%(name)s”: the total is %(total)s but its parts add up to %(sum)s. Correct a part.")
            numbers = {
                "total": format_number(total),
                "sum": format_number(sum(value or 0 for value in values)),
            }
            yield Finding("error", code, "parts-not-total", message % {"name": context.name(code), **numbers})


def shares_stay_below_their_whole(context: Context) -> Iterator[Finding]:
    """What is counted among something is never more than it."""
    message = _("“%(part)s”: %(value)s is above “%(whole)s”: %(of)s. Correct one of the two cells.")
    softer = _(
        "“%(part)s”: %(value)s is above “%(whole)s”: %(of)s. Correct one of the two cells, or say why."
    )
    pairs = [(pair, "error") for pair in PART_OF] + [(pair, "warning") for pair in USUALLY_PART_OF]
    for (part, whole), severity in pairs:
        value, of = context.value(part), context.value(whole)
        if value is None or of is None or value <= of:
            continue
        words = {"part": context.name(part), "value": format_number(value)}
        words |= {"whole": context.name(whole), "of": format_number(of)}
        if severity == "error":
            yield Finding("error", part, "part-above-whole", message % words)
        else:
            yield Finding("warning", part, "part-above-whole", softer % words, needs_reason=True)


def stocks_follow_flows(context: Context) -> Iterator[Finding]:
    """Petitions: carried over + within authority = resolved + pending; the opening balance is the last closing one."""
    opening, taken = context.value("petition.carried_over"), context.value("petition.within_authority")
    resolved, pending = context.value("petition.resolved"), context.value("petition.pending")
    if opening is not None and taken is not None and resolved is not None and pending is not None:
        left = opening + taken - resolved
        if left != pending:
            message = _(
                "“%(name)s”: %(pending)s, but carried over %(opening)s + within authority %(taken)s − resolved %(resolved)s "
                "leaves %(left)s. Correct a cell, or say why (withdrawn, discontinued)."
            )
            words = {
                "pending": pending,
                "opening": opening,
                "taken": taken,
                "resolved": resolved,
                "left": left,
            }
            shown = {key: format_number(value) for key, value in words.items()}
            code = "petition.pending"
            yield Finding(
                "warning", code, "balance", message % {"name": context.name(code), **shown}, needs_reason=True
            )
    closing = context.before("petition.pending")
    if opening is not None and closing is not None and opening != closing:
        message = _(
            "“%(name)s”: %(opening)s, but the last period closed with %(closing)s. Correct the cell, or say why."
        )
        balances = {"opening": format_number(opening), "closing": format_number(closing)}
        code = "petition.carried_over"
        yield Finding(
            "warning", code, "opening", message % {"name": context.name(code), **balances}, needs_reason=True
        )


def nothing_jumps_unexplained(context: Context) -> Iterator[Finding]:
    """More than three times the last period asks for a word: often the definition was read differently."""
    for code in context.layout.codes:
        value, before = context.value(code), context.before(code)
        if value is None or before is None or before == 0:
            continue
        if value > JUMP * before and value - before >= JUMP_AT_LEAST:
            message = _(
                "“%(name)s”: %(value)s is more than three times the last period (%(before)s). Check it, or say why."
            )
            words = {
                "name": context.name(code),
                "value": format_number(value),
                "before": format_number(before),
            }
            yield Finding("warning", code, "jump", message % words, needs_reason=True)


def nothing_stands_out_unexplained(context: Context) -> Iterator[Finding]:
    """
    Far above similar units asks for a word, unless the step from the last period is asked about already, or the unit
    said why last time: whoever reads the definition differently does so every period, which no own history shows.
    """
    for code, median in context.peers.medians.items():
        value, before = context.value(code), context.before(code)
        # Where half had none, having some says nothing; and in most places one unit is rightly the largest.
        if value is None or median == 0 or value - median < PEER_AT_LEAST:
            continue
        if value <= PEER_TIMES * median or value <= PEER_OVER * context.peers.largest[code]:
            continue
        jumps = before is not None and before > 0 and value > JUMP * before
        if jumps or code in context.peers.explained:
            continue
        message = _(
            "“%(name)s”: %(value)s is more than twice what any similar unit had in the last period; half of them had at most"
            " %(median)s. Check what is counted, or say why."
        )
        words = {
            "name": context.name(code),
            "value": format_number(value),
            "median": format_number(median),
        }
        yield Finding("warning", code, "unlike-others", message % words, needs_reason=True)


def the_forms_own_rules_hold(context: Context) -> Iterator[Finding]:
    """What an administrator wrote for this form; silent where a cell it names is not answered or not asked."""
    for rule in context.layout.rules:
        left, right = rule.left.of(context.value), rule.right.of(context.value)
        if rule.starts_on > context.period.starts_on or left is None or right is None:
            continue
        if rule.holds(left, right):
            continue
        code = rule.codes[0]
        words = {
            "message": rule.message,
            "left": format_number(left),
            "sign": rule.sign,
            "right": format_number(right),
        }
        if rule.severity == "error":
            message = _("%(message)s (%(left)s must be %(sign)s %(right)s.) Correct a cell.")
            yield Finding("error", code, f"own-{rule.number}", message % words)
        else:
            message = _("%(message)s (%(left)s should be %(sign)s %(right)s.) Correct a cell, or say why.")
            yield Finding("warning", code, f"own-{rule.number}", message % words, needs_reason=True)


def events_have_their_counts(context: Context) -> Iterator[Finding]:
    """A unit that held a dialogue has held one: the coverage count and the events agree."""
    held, unit = context.value("dialogue.held.total"), context.value("dialogue.units.held")
    if held is not None and unit is not None and (held > 0) != (unit > 0):
        message = _(
            "“%(unit)s” is %(flag)s although %(held)s dialogues were held. Correct one of the two cells."
        )
        words = {
            "unit": context.name("dialogue.units.held"),
            "flag": format_number(unit),
            "held": format_number(held),
        }
        yield Finding("error", "dialogue.units.held", "held-or-not", message % words)
    for people in ("dialogue.participants", "dialogue.opinions.raised"):
        if held == 0 and (context.value(people) or 0) > 0:
            message = _(
                "“%(name)s”: %(value)s, but no dialogue was held in the period. Correct a cell, or say why."
            )
            words = {"name": context.name(people), "value": context.shown(people)}
            yield Finding("warning", people, "people-without-event", message % words, needs_reason=True)


def typed_agrees_with_measured(context: Context) -> Iterator[Finding]:
    """Where records count a figure, another number may be typed, but the difference is explained, never hidden."""
    added = {
        context.layout.codes[total]
        for total, parts in context.layout.totals
        for part in (context.layout.codes[index] for index in parts)
        if part not in context.measured and context.value(part)
    }
    for code, measured in context.measured.items():
        # A total with a part that no record counts (denunciations) is what its parts make, not what records count.
        if code in added:
            continue
        value = context.value(code)
        if value is not None and value != measured:
            message = _(
                "“%(name)s”: %(value)s, but the records count %(measured)s. Take the count over, or say why."
            )
            words = {
                "name": context.name(code),
                "value": format_number(value),
                "measured": format_number(measured),
            }
            yield Finding("warning", code, "not-as-measured", message % words, needs_reason=True)


def blanks_are_named(context: Context) -> Iterator[Finding]:
    """A blank is not a zero. It may be sent, but the unit is told and its superiors see it."""
    for code in context.layout.codes:
        if context.cell(code).presence == Presence.BLANK and context.layout.catalogue[code].kind != "total":
            message = _("“%(name)s” is blank. If there was nothing, enter 0; a blank counts as not answered.")
            yield Finding("warning", code, "blank", message % {"name": context.name(code)})


def ratios_can_be_computed(context: Context) -> Iterator[Finding]:
    """A share of nothing: the numerator stands and the denominator is zero."""
    for code, spec in context.layout.catalogue.items():
        formula = spec.formula
        if not isinstance(formula, Ratio):
            continue
        tops = [context.value(part) for part in formula.top]
        bottoms = [context.value(part) for part in formula.bottom]
        if None in tops + bottoms or sum(bottoms) or not sum(tops):  # type: ignore[arg-type]
            continue
        message = _(
            "“%(name)s” cannot be computed: “%(top)s” is %(value)s but what it is a share of is 0. Correct a cell."
        )
        words = {
            "name": spec.name,
            "top": context.name(formula.top[0]),
            "value": context.shown(formula.top[0]),
        }
        if not any(formula.top[0] == part for part, _whole in PART_OF):
            yield Finding(
                "warning", formula.top[0], f"share-of-nothing-{code}", message % words, needs_reason=True
            )


ALL = (
    whole_numbers_in_range,
    parts_make_the_total,
    shares_stay_below_their_whole,
    stocks_follow_flows,
    events_have_their_counts,
    typed_agrees_with_measured,
    nothing_jumps_unexplained,
    nothing_stands_out_unexplained,
    the_forms_own_rules_hold,
    ratios_can_be_computed,
    blanks_are_named,
)
