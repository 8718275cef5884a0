"""Letters of a licensed placement (modes B and C): numbered without gaps, kept as they were issued."""

from django.db import transaction
from django.utils import timezone
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from centre.documents import one_page
from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import User
from centre.templatetags.display import day as in_words
from privacy.rights.guard import check_use
from referrals.licence import Licence, licence_on
from referrals.models import Letter, LetterBook, Referral
from referrals.stages import OPEN, Stage

TITLE = "紹介状"
BEFORE_INTERVIEW = (Stage.INFORMED, Stage.APPLIED, Stage.DOCUMENTS)
WORDS = "貴社の求人に、次の方を紹介します。ご面接のうえ、採否の結果を当窓口までお知らせください。"
NO_FEE = "求人者・求職者のどちらからも手数料はいただきません。"


def issue(referral: Referral, *, by: User) -> Letter:
    """Issue the letter of a course, today.

    Raises DomainError without a licence in force, without the person's consent, while the use of the data is stopped,
    once a letter is in force, and when the course has come further than the screening of papers or the posting has
    ended.
    """
    today = timezone.localdate()
    licence = licence_on(today)
    if licence is None:
        raise DomainError("有効な許可がないため、紹介状は出せません。契約の設定を確かめてください。")
    with transaction.atomic():
        record = Referral.objects.select_for_update().get(pk=referral.pk)
        _check(record, today)
        return Letter.objects.create(
            referral=record,
            year=FiscalYear.of(today).year,
            serial=_next_serial(FiscalYear.of(today).year),
            issued_on=today,
            content=_content(record, licence, by),
            issued_by=by,
        )


def make_void(letter: Letter, *, reason: str, by: User) -> Letter:
    """Make a wrongly issued letter void; it keeps its number. Raises DomainError once the course is over."""
    if not reason.strip():
        raise DomainError("取り消す理由を書いてください。", "note")
    with transaction.atomic():
        referral = Referral.objects.select_for_update().get(pk=letter.referral_id)
        record = Letter.objects.select_for_update().get(pk=letter.pk)
        if record.voided_on:
            raise DomainError("この紹介状はすでに取り消されています。")
        if referral.stage not in OPEN:
            raise DomainError("結果が出た紹介状は取り消せません。")
        record.voided_on, record.void_reason, record.voided_by = timezone.localdate(), reason.strip(), by
        record.save()
    return record


def write_pdf(letter: Letter) -> bytes:
    """The letter as a PDF of one page; the same letter gives the same bytes."""
    content = letter.content

    def body(size: float) -> list[Flowable]:
        return [
            one_page.words(f"{letter.number}　{in_words(letter.issued_on)}", size, quiet=True),
            Spacer(1, 4 * mm),
            one_page.heading(TITLE, size),
            Spacer(1, 6 * mm),
            one_page.words(f"{content['employer']}　御中", size * 1.2, bold=True),
            Spacer(1, 5 * mm),
            one_page.words(WORDS, size),
            Spacer(1, 4 * mm),
            one_page.facts([("紹介する方", content["person"]), *map(tuple, content["posting"])], size),
            Spacer(1, 8 * mm),
            one_page.section("紹介した事業者", size),
            one_page.facts([tuple(row) for row in content["placed_by"]], size),
            Spacer(1, 3 * mm),
            one_page.words(NO_FEE, size, quiet=True),
        ]

    return one_page.write_one_page(f"{TITLE}　{letter.number}", body, foot=(letter.number, in_words(letter.issued_on)))


def _check(record: Referral, today) -> None:
    if record.stage not in BEFORE_INTERVIEW:
        raise DomainError("紹介状は、面接より前の段階で出します。")
    if record.letters.filter(voided_on__isnull=True).exists():
        raise DomainError("この応募には、すでに紹介状を出しています。")
    check_use(record.jobseeker)
    if not record.jobseeker.consents.filter(withdrawn_on__isnull=True).exists():
        raise DomainError("本人の同意が撤回されています。同意を受け直してから出してください。")
    if record.posting.ended_on and record.posting.ended_on <= today:
        raise DomainError("この求人は掲載を終えています。企業に募集の有無を確かめてください。")


def _next_serial(year: int) -> int:
    """The next number of a fiscal year; the locked row makes whoever comes second wait for the first."""
    LetterBook.objects.get_or_create(year=year)
    book = LetterBook.objects.select_for_update().get(year=year)
    book.last_serial += 1
    book.save()
    return book.last_serial


def _content(record: Referral, licence: Licence, by: User) -> dict:
    """What the letter says, as plain values: no more of the person than the name."""
    posting, place = record.posting, record.posting.establishment
    employer = place.corporation.name
    return {
        "person": record.jobseeker.name,
        "employer": employer if employer == place.name else f"{employer}　{place.name}",
        "posting": [
            [name, words]
            for name, words in (
                ("求人", posting.title),
                ("求人番号", posting.site_number or ""),
                ("就業の場所", posting.work_address or str(posting.work_municipality or "")),
            )
            if words
        ],
        "placed_by": [
            ["名称", licence.contractor],
            ["所在地", licence.address],
            ["電話", licence.phone],
            ["許可", f"{licence.name}　許可番号 {licence.number}"],
            ["担当", by.name],
        ],
    }
