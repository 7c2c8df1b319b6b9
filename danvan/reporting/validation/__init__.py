"""
Checks on one unit's figures: pure functions, one per rule, each returning findings that name the cell, the value, the
rule and the remedy. An error blocks sending; a warning asks for an explanation, which travels up with the figure.
"""

from danvan.reporting.validation.checking import check
from danvan.reporting.validation.findings import Context, Finding, Peers, Severity

__all__ = ["Context", "Finding", "Peers", "Severity", "check"]
