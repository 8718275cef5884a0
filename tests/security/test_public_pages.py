"""Everything that opens without an account, followed link by link: no person of the register is named anywhere.

Okinawa 2025: the address of the list of applicants was sent instead of the survey's, and it opened to everybody.
"""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from centre.addresses import URLS
from centre.gates import PUBLIC
from centre.models import CalendarFeed, User
from centre.roles import Role
from employers.models import Contact, Establishment, Registration
from jobseekers.models import Jobseeker
from postings.models import ListingCertificate, PublicationEvent
from tests.factories.centre import UserFactory
from tests.factories.renewal import asked, listing
from tests.factories.surveys import link, survey
from tests.security.pages_and_forms import Page, crawled
from tests.security.walking import addresses

pytestmark = pytest.mark.django_db
# What the seed puts into every personal text: nothing honest looks like it.
MARK = re.compile(r"印[^\W\d_]+\d+終|mark\d+@secret\.example|0900000\d{4}|090-0000-\d{4}")


@pytest.fixture
def seeded(at_the_counter, settings) -> int:
    """A mark in the name, address, phone and mail of everybody; how many there are."""
    settings.PUBLIC_POSTINGS = True
    for number, person in enumerate(Jobseeker.objects.all()):
        mark = {name: f"印{name}{number}終" for name in ("name", "kana", "city", "wishes", "licences")}
        phone, mail = f"0900000{number:04}", f"mark{number}@secret.example"
        Jobseeker.objects.filter(pk=person.pk).update(**mark, phone=phone, email=mail)
    for number, contact in enumerate(Contact.objects.all(), 1000):
        mail = f"mark{number}@secret.example"
        Contact.objects.filter(pk=contact.pk).update(name=f"印担当{number}終", phone=f"0900000{number}", email=mail)
    for number, user in enumerate(User.objects.all(), 2000):
        User.objects.filter(pk=user.pk).update(name=f"印職員{number}終", email=f"mark{number}@secret.example")
    for number, place in enumerate(Establishment.objects.all(), 3000):
        Establishment.objects.filter(pk=place.pk).update(
            phone=f"0900000{number}", email=f"mark{number}@secret.example"
        )
    return Jobseeker.objects.count() + Contact.objects.count() + User.objects.count()


def open_addresses() -> list[str]:
    """One address of every kind of page that opens without an account, with a secret where it takes one."""
    place = Establishment.objects.exclude(contacts=None).first()
    Registration.objects.filter(establishment=place).update(
        items=list(Registration.Item.values), scope="public", ended_on=None
    )
    posting = listing(timezone.localdate() + timedelta(days=14), place)
    answer, _ = asked(posting)
    to_answer, _ = link(survey())
    feed = CalendarFeed.objects.create(user=User.objects.filter(role=Role.SUPERVISOR).first())
    certificate = ListingCertificate.objects.first()
    return [
        "/health/", f"/answer/{answer}/", to_answer, to_answer + "?lang=en",
        f"/verify/{certificate.token}/", f"/feeds/{feed.token}.ics", "/jobs/", "/jobs/feed/", "/jobs/feed.json",
        "/jobs/sitemap.xml", f"/jobs/{posting.pk}/",
    ]  # fmt: skip


def named(page: Page) -> list[str]:
    """The marks on a page, however it writes its letters."""
    text = page.answer.content.decode(errors="replace")
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return MARK.findall(unquote(escaped))


def test_whoever_has_no_account_reads_no_name_and_no_number_of_anybody(seeded):
    start = open_addresses()
    pages = list(crawled(Client(), most=10, start=[*start, *(one.path for one in addresses())]))
    assert set(start) <= {page.path for page in pages}
    pages += [Page("door", path, Client().get(path)) for path in ("/account/login/", "/account/password/reset/")]
    assert {page.path: found for page in pages if (found := named(page))} == {}
    assert {page.name for page in pages if URLS.get(page.name, PUBLIC) != PUBLIC} == set()
    assert seeded > 60


def test_a_mark_is_found_where_it_stands(seeded):
    """The test above can fail: somebody with an account reads the marks."""
    client = Client()
    client.force_login(UserFactory(role=Role.SUPERVISOR))
    assert any(named(page) for page in crawled(client, start=["/jobseekers/"]))
    assert PublicationEvent.objects.exists()
