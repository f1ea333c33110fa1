from reports.models.policy import ReportPolicy, ReportPolicyApproval
from reports.models.report import (
    ACCEPTED,
    TO_DECIDE,
    UNDER_REPAIR,
    JoinedReport,
    Kind,
    Outcome,
    Report,
    Source,
    State,
)

__all__ = [
    "ACCEPTED",
    "TO_DECIDE",
    "UNDER_REPAIR",
    "JoinedReport",
    "Kind",
    "Outcome",
    "Report",
    "ReportPolicy",
    "ReportPolicyApproval",
    "Source",
    "State",
]
