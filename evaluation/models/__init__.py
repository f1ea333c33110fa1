from evaluation.models.assignment import Assignment
from evaluation.models.calibration import CalibrationSnapshot, EvaluatorBias, ItemScore
from evaluation.models.conflict import Conflict
from evaluation.models.evaluation import Evaluation
from evaluation.models.evaluator import Evaluator
from evaluation.models.policy import Criterion, EvaluationPolicy
from evaluation.models.round import Round

__all__ = [
    "Assignment",
    "CalibrationSnapshot",
    "Conflict",
    "Criterion",
    "Evaluation",
    "EvaluationPolicy",
    "Evaluator",
    "EvaluatorBias",
    "ItemScore",
    "Round",
]
