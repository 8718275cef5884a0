"""Tables of the postings: vacancies, their judgement, the publication ledger and its proof, what the law asks."""

from postings.models.certificate import CertificateRevocation, ListingCertificate, ListingEvidence
from postings.models.ledger import PublicationEvent
from postings.models.minimum_wage import MinimumWage
from postings.models.posting import JobPosting
from postings.models.reconciliation import Reconciliation, ReconciliationDifference, SiteRow
from postings.models.revetting import RevettingNeed
from postings.models.rule_draft import RuleDraft
from postings.models.self_declaration import SelfDeclaration
from postings.models.vetting import Finding, Vetting

__all__ = [
    "CertificateRevocation",
    "Finding",
    "JobPosting",
    "ListingCertificate",
    "ListingEvidence",
    "MinimumWage",
    "PublicationEvent",
    "Reconciliation",
    "ReconciliationDifference",
    "RevettingNeed",
    "RuleDraft",
    "SelfDeclaration",
    "SiteRow",
    "Vetting",
]
