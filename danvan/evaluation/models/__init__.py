"""Criteria by date, rounds of evaluation, and what each unit's score is made of."""

from danvan.evaluation.models.criteria import CriteriaGroup, CriteriaSet, Criterion, RankingBand
from danvan.evaluation.models.rounds import EvaluationRound
from danvan.evaluation.models.scores import CriterionScore, UnitEvaluation

__all__ = [
    "CriteriaGroup",
    "CriteriaSet",
    "Criterion",
    "CriterionScore",
    "EvaluationRound",
    "RankingBand",
    "UnitEvaluation",
]
