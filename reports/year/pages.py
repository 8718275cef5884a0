"""What the pages of the year share: the year that the address names, and where they lead back to."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.numbers import year_of
from centre.pages import ActForm, EditForm

FIRST, LAST = 2019, 2100


def year_from(text: str) -> FiscalYear:
    """The fiscal year of ?year=; this year when it is absent. Raises Http404 for anything else."""
    if not text:
        return FiscalYear.of(timezone.localdate())
    year = year_of(text, FIRST, LAST)
    if year is None:
        raise Http404
    return FiscalYear(year)


def year_asked(text: str) -> FiscalYear:
    """The fiscal year that a form names. Raises DomainError for none."""
    year = year_of(text, FIRST, LAST)
    if year is None:
        raise DomainError("年度を選んでください。", "year")
    return FiscalYear(year)


def address(name: str, year: int) -> str:
    """The page of a year."""
    return f"{reverse(name)}?year={year}"


def of_year(year: FiscalYear) -> dict:
    """What every page of a year shows: the year and its neighbours."""
    return {"year": year, "earlier": year.year - 1, "later": year.year + 1}


class OfYear:
    """A form of a year's page: `page` is the name of the page that it belongs to."""

    template_name = "reports/year/form.html"
    page = ""
    page_label = ""

    def shown_year(self) -> int:
        return (
            self.object.fiscal_year if isinstance(self, EditForm) else year_from(self.request.GET.get("year", "")).year
        )

    def back(self) -> tuple[str, str]:
        return address(self.page, self.shown_year()), self.page_label

    def get_success_url(self, made) -> str:
        return address(self.page, made.fiscal_year)


class YearAct(OfYear, ActForm):
    """A form that makes a record of a year."""


class YearEdit(OfYear, EditForm):
    """A form that changes a record of a year."""
