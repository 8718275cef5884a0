"""Tables of the postings: vacancies, judgement, courses, the ledger, the law, and what is asked before the end."""

from postings.models.course import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse
from postings.models.ledger import PublicationEvent
from postings.models.minimum_wage import MinimumWage
from postings.models.posting import JobPosting
from postings.models.renewal import RenewalCall, RenewalInquiry, RenewalMail
from postings.models.revetting import RevettingNeed
from postings.models.rule_draft import RuleDraft
from postings.models.self_declaration import SelfDeclaration
from postings.models.vetting import Finding, Vetting

__all__ = [
    "CourseDocument",
    "CourseDocumentKind",
    "CourseStep",
    "EligibilityCourse",
    "Finding",
    "JobPosting",
    "MinimumWage",
    "PublicationEvent",
    "RenewalCall",
    "RenewalInquiry",
    "RenewalMail",
    "RevettingNeed",
    "RuleDraft",
    "SelfDeclaration",
    "Vetting",
]
