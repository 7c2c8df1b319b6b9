"""What every part of the demo city is given: its form, its people, its luck."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from danvan.accounts.models import User
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm


@dataclass
class City:
    """What is being built: the form, the people, random numbers, and what was pending at the end of the last round."""

    form: ReportForm
    layout: Layout
    users: dict[str, User]
    rng: np.random.Generator
    pending: dict[int, int] = field(default_factory=dict)
