"""Exporting the rankings."""

from privacy.export_pages import ExportPage
from referrals.matching.export_columns import PEOPLE_FOR, POSTINGS_FOR


class ExportPostingsFor(ExportPage):
    listing = POSTINGS_FOR
    list_url = "referrals:postings_for"


class ExportPeopleFor(ExportPage):
    listing = PEOPLE_FOR
    list_url = "referrals:people_for"
