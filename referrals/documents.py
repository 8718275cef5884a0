"""Documents of a person's courses that go with a mail: sheets of the postings told, letters in force."""

from centre.errors import DomainError
from centre.numbers import number_of
from centre.registry import RecordDocument
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from postings.sheets.documents import offered_sheets, sheet_of
from privacy.rights.guard import stopped_keys
from referrals import letters
from referrals.models import Letter

SHOWN = 20


def _told(person):
    return JobPosting.objects.filter(pk__in=person.referrals.values("posting"))


def _letters_of_person(person):
    return Letter.objects.filter(referral__jobseeker=person, voided_on__isnull=True)


def _letters_to_employer(establishment):
    """Those in force, without people whose use is stopped."""
    found = Letter.objects.filter(referral__posting__establishment=establishment, voided_on__isnull=True)
    return found.exclude(referral__jobseeker__in=stopped_keys(Jobseeker))


def _told_of_by(key: str):
    """Whom a letter names, also when it is void by now or the person's use stopped: the sending asks for that."""
    return Letter.objects.select_related("referral__jobseeker").get(pk=int(key)).referral.jobseeker


def _offered(found) -> list[tuple[str, str]]:
    newest = found.select_related("referral__posting").order_by("-issued_on", "-pk")[:SHOWN]
    return [(str(one.pk), f"{letters.TITLE}：{one.number}（{one.referral.posting.title}）") for one in newest]


def _letter(found, key: str) -> tuple[str, str, bytes]:
    letter = found.filter(pk=number_of(key)).first()
    if letter is None:
        raise DomainError("この相手の紹介状ではありません。")
    return f"{letters.TITLE}_{letter.number}.pdf", "application/pdf", letters.write_pdf(letter)


DECLARATIONS = (
    RecordDocument(
        "jobseekers.Jobseeker",
        "told-sheet",
        "referrals.read",
        lambda person, user: offered_sheets(_told(person)),
        lambda person, key: sheet_of(_told(person), key),
    ),
    RecordDocument(
        "jobseekers.Jobseeker",
        "letter",
        "referrals.edit",
        lambda person, user: _offered(_letters_of_person(person)),
        lambda person, key: _letter(_letters_of_person(person), key),
    ),
    RecordDocument(
        "employers.Establishment",
        "letter",
        "referrals.edit",
        lambda establishment, user: _offered(_letters_to_employer(establishment)),
        lambda establishment, key: _letter(_letters_to_employer(establishment), key),
        lambda establishment, key: _told_of_by(key),
    ),
)
