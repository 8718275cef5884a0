"""Tables of the postings: vacancies, judgement, courses, the ledger and its proof, the law, renewals."""

from postings.models.acceptance import PostingAcceptance
from postings.models.certificate import CertificateRevocation, ListingCertificate, ListingEvidence
from postings.models.count_check import CountCheck
from postings.models.course import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse
from postings.models.ledger import PublicationEvent
from postings.models.minimum_wage import MinimumWage
from postings.models.orientation import RelocationFacts
from postings.models.posting import JobPosting
from postings.models.reconciliation import Reconciliation, ReconciliationDifference, SiteRow
from postings.models.renewal import RenewalCall, RenewalInquiry, RenewalMail
from postings.models.revetting import RevettingNeed
from postings.models.rule_draft import RuleDraft
from postings.models.self_declaration import SelfDeclaration
from postings.models.target_forecast import TargetForecast
from postings.models.vetting import Finding, Vetting

__all__ = [
    "CertificateRevocation",
    "CountCheck",
    "CourseDocument",
    "CourseDocumentKind",
    "CourseStep",
    "EligibilityCourse",
    "Finding",
    "JobPosting",
    "ListingCertificate",
    "ListingEvidence",
    "MinimumWage",
    "PostingAcceptance",
    "PublicationEvent",
    "Reconciliation",
    "ReconciliationDifference",
    "RelocationFacts",
    "RenewalCall",
    "RenewalInquiry",
    "RenewalMail",
    "RevettingNeed",
    "RuleDraft",
    "SelfDeclaration",
    "SiteRow",
    "TargetForecast",
    "Vetting",
]
