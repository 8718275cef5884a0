"""Tables of the postings: vacancies, their judgement, and the publication ledger."""

from postings.models.ledger import PublicationEvent
from postings.models.posting import JobPosting, MinimumWage
from postings.models.revetting import RevettingNeed
from postings.models.rule_draft import RuleDraft
from postings.models.vetting import Finding, Vetting

__all__ = [
    "Finding",
    "JobPosting",
    "MinimumWage",
    "PublicationEvent",
    "RevettingNeed",
    "RuleDraft",
    "Vetting",
]
