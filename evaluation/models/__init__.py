from evaluation.models.alert import Alert
from evaluation.models.appeal import Appeal
from evaluation.models.approval import PolicyApproval
from evaluation.models.assignment import Assignment
from evaluation.models.audit import Audit
from evaluation.models.calibration import CalibrationSnapshot, EvaluatorBias, ItemScore
from evaluation.models.conflict import Conflict
from evaluation.models.evaluation import Evaluation
from evaluation.models.evaluator import Evaluator
from evaluation.models.evaluator_policy import EvaluatorPolicy, EvaluatorPolicyApproval
from evaluation.models.gold import GoldItem
from evaluation.models.policy import Criterion, EvaluationPolicy
from evaluation.models.round import Round
from evaluation.models.sheet import EvaluatorSheet
from evaluation.models.source_change import SourceChange
from evaluation.models.training import Training, TrainingAnswer
from evaluation.models.useful_vote import UsefulVote

__all__ = [
    "Alert",
    "Appeal",
    "Assignment",
    "Audit",
    "CalibrationSnapshot",
    "Conflict",
    "Criterion",
    "Evaluation",
    "EvaluationPolicy",
    "Evaluator",
    "EvaluatorBias",
    "EvaluatorPolicy",
    "EvaluatorPolicyApproval",
    "EvaluatorSheet",
    "GoldItem",
    "ItemScore",
    "PolicyApproval",
    "Round",
    "SourceChange",
    "Training",
    "TrainingAnswer",
    "UsefulVote",
]
