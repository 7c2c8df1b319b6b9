"""Running all rules."""

from __future__ import annotations

from dataclasses import replace

from danvan.reporting.validation.findings import Context, Finding
from danvan.reporting.validation.rules import ALL


def check(context: Context) -> list[Finding]:
    """
    Findings in the order of the form, errors of a cell before its warnings. An explanation given for a rule on a cell
    (`waivers` in its note) stands with the finding it settles; a rule is never skipped because of it.
    """
    place = {code: index for index, code in enumerate(context.layout.codes)}
    found = [_explained(context, finding) for rule in ALL for finding in rule(context)]
    return sorted(found, key=lambda finding: (place.get(finding.code, 0), finding.severity != "error"))


def _explained(context: Context, finding: Finding) -> Finding:
    reason = context.note(finding.code).get("waivers", {}).get(finding.rule, "")
    return replace(finding, reason=reason) if reason else finding
