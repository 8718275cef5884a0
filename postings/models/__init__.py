"""Tables of the postings: vacancies, their judgement and ledger, what the law asks, what is asked before the end."""

from postings.models.ledger import PublicationEvent
from postings.models.minimum_wage import MinimumWage
from postings.models.posting import JobPosting
from postings.models.renewal import RenewalCall, RenewalInquiry, RenewalMail
from postings.models.self_declaration import SelfDeclaration
from postings.models.vetting import Finding, Vetting

__all__ = [
    "Finding",
    "JobPosting",
    "MinimumWage",
    "PublicationEvent",
    "RenewalCall",
    "RenewalInquiry",
    "RenewalMail",
    "SelfDeclaration",
    "Vetting",
]
