"""Makers of listings that run out, and of what was asked about them."""

from datetime import date, timedelta

from django.utils import timezone

from employers.models import Establishment
from postings.models import JobPosting, RenewalInquiry, RenewalMail
from postings.renewal import asking, mailing
from postings.renewal.tokens import new_secret
from postings.site import publication
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.postings import JobPostingFactory


def listing(until: date, establishment: Establishment | None = None, **given) -> JobPosting:
    """A posting listed until a day, through the ledger; its employer has a mail address."""
    establishment = establishment or EstablishmentFactory(email="info@mihon.example")
    posting = JobPostingFactory(establishment=establishment, **given)
    begun = timezone.localdate() - timedelta(days=60)
    publication.publish(posting, "new", effective_on=begun, listed_until=until, by=UserFactory())
    posting.refresh_from_db()
    return posting


def asked(posting: JobPosting) -> tuple[str, RenewalInquiry]:
    """A posting whose employer was asked today, and the token of the mail that went."""
    asking.ask_about_expiring(timezone.localdate())
    inquiry = posting.inquiries.order_by("-pk").first()
    return token_of(inquiry.mail), inquiry


def token_of(mail: RenewalMail) -> str:
    """A token by which a mail's employer answers, as if the mail had been sent with it."""
    if mailing.prepared().filter(pk=mail.pk).exists():
        mailing.release(mail, by=UserFactory())
    token, kept = new_secret()
    RenewalMail.objects.filter(pk=mail.pk).update(token_hash=kept, sent_at=timezone.now())
    return token
