"""Tables of the postings: vacancies, their judgement, the publication ledger, and the proofs of its count."""

from postings.models.count_check import CountCheck
from postings.models.ledger import PublicationEvent
from postings.models.posting import JobPosting, MinimumWage
from postings.models.target_forecast import TargetForecast
from postings.models.vetting import Finding, Vetting

__all__ = ["CountCheck", "Finding", "JobPosting", "MinimumWage", "PublicationEvent", "TargetForecast", "Vetting"]
