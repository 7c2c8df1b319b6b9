"""What somebody owes, what waits for them, and what a leader or auditor looks at: reads of all lower contexts."""

from danvan.workspace.queries.deciding import Closable, Waiting, closable, grants, waiting
from danvan.workspace.queries.looking import Changes, Standing, Witness, changes, standing, witness
from danvan.workspace.queries.owing import documents, owed
from danvan.workspace.queries.voices import petitions

__all__ = [
    "Changes",
    "Closable",
    "Standing",
    "Waiting",
    "Witness",
    "changes",
    "closable",
    "documents",
    "grants",
    "owed",
    "petitions",
    "standing",
    "waiting",
    "witness",
]
