"""Tables of the postings: vacancies, their judgement, the publication ledger, its proof and its reconciliation."""

from postings.models.certificate import CertificateRevocation, ListingCertificate, ListingEvidence
from postings.models.ledger import PublicationEvent
from postings.models.posting import JobPosting, MinimumWage
from postings.models.reconciliation import Reconciliation, ReconciliationDifference, SiteRow
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
    "SiteRow",
    "Vetting",
]
