"""Tables of the postings: vacancies, their judgement, the courses of corporations, and the publication ledger."""

from postings.models.course import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse
from postings.models.ledger import PublicationEvent
from postings.models.posting import JobPosting, MinimumWage
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
    "Vetting",
]
