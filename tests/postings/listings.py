"""What the tests of publication share: postings that are signed and listed."""

from datetime import date

from centre.models import User
from centre.roles import Role
from postings.eligibility import vetting
from postings.models import JobPosting
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.postings import JobPostingFactory


def signed(**given) -> JobPosting:
    """A posting that a reviewer has signed as eligible."""
    posting = JobPostingFactory(**given)
    day = date(2026, 4, 1)
    prepared = vetting.prepare(posting, on=day, by=UserFactory(role=Role.COUNSELLOR))
    vetting.approve(prepared, by=UserFactory(role=Role.REVIEWER))
    return posting


def listed(first: date, until: date | None, *, by: User | None = None, number: str = "", **given) -> JobPosting:
    """A signed posting that is listed as eligible from a day on."""
    posting = signed(**given)
    publication.publish(
        posting,
        "new",
        effective_on=first,
        listed_until=until,
        site_number=number,
        url=f"https://site.example/{posting.pk}",
        by=by or UserFactory(),
    )
    posting.refresh_from_db()
    return posting
