"""Tables of the employers: the register, registrations, schemes, visits, campaigns, twins and imported lists."""

from employers.models.campaigns import Attempt, Campaign, CampaignCase, CampaignMail, MessageVariant
from employers.models.corporation import CorporateNumberIsValid, Corporation, Shareholder
from employers.models.establishment import Contact, Establishment
from employers.models.importing import ImportBatch, ImportEffect, ImportLine, ImportMapping, ImportRun, ImportUndo
from employers.models.merging import Merge, NotTheSame, SuspectedPair
from employers.models.registration import Days, Registration, Renewal
from employers.models.schemes import Scheme, SchemeNotice, SchemeStanding, SchemeState
from employers.models.visiting import PlannedVisit, Visit

__all__ = [
    "Attempt",
    "Campaign",
    "CampaignCase",
    "CampaignMail",
    "Contact",
    "CorporateNumberIsValid",
    "Corporation",
    "Days",
    "Establishment",
    "ImportBatch",
    "ImportEffect",
    "ImportLine",
    "ImportMapping",
    "ImportRun",
    "ImportUndo",
    "Merge",
    "MessageVariant",
    "NotTheSame",
    "PlannedVisit",
    "Registration",
    "Renewal",
    "Scheme",
    "SchemeNotice",
    "SchemeStanding",
    "SchemeState",
    "Shareholder",
    "SuspectedPair",
    "Visit",
]
