"""Exporting the list of employers."""

from employers.export_columns import EMPLOYERS
from privacy.export_pages import ExportPage


class ExportEmployers(ExportPage):
    listing = EMPLOYERS
    list_url = "employers:list"
