"""Tables of the jobseekers: people and their wishes, what is known around them, consents, plans of support."""

from jobseekers.models.circumstances import Circumstances, TurnDecision, WorkExperience
from jobseekers.models.jobseeker import Consent, Jobseeker, ResidenceStatus, WishedOccupation, WishSummary
from jobseekers.models.support_plan import CaseConference, SupportGoal, SupportPlan, SupportReview

__all__ = [
    "CaseConference",
    "Circumstances",
    "Consent",
    "Jobseeker",
    "ResidenceStatus",
    "SupportGoal",
    "SupportPlan",
    "SupportReview",
    "TurnDecision",
    "WishSummary",
    "WishedOccupation",
    "WorkExperience",
]
