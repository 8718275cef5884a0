"""Makers of courses of corporations to being 対象法人."""

from datetime import date

from centre.files import store
from centre.models import Contract, Municipality, StoredFile, User
from centre.roles import Role
from employers.models import Corporation
from postings.eligibility import course
from postings.models import CourseDocumentKind, EligibilityCourse
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory

PDF = b"%PDF-1.4 made up for a test"


def a_corporation(**facts) -> Corporation:
    """A corporation with an establishment in the register."""
    return EstablishmentFactory(**{f"corporation__{name}": value for name, value in facts.items()}).corporation


def a_file() -> StoredFile:
    """A scanned paper."""
    return store("見本.pdf", "application/pdf", PDF)


def kind(key: str) -> CourseDocumentKind:
    """A kind of paper."""
    return CourseDocumentKind.objects.get(pk=key)


def procedure(answer: str, years: tuple[int, ...] = (2024, 2025, 2026, 2027), **settings) -> None:
    """Settle in the contracts of some years whether every corporation passes its municipality."""
    for year in years:
        Contract.objects.update_or_create(
            fiscal_year=year,
            defaults={"course_recommendation": answer, **settings},
            create_defaults={
                "title": f"{year}年度",
                "ends_on": date(year + 1, 3, 31),
                "course_recommendation": answer,
                **settings,
            },
        )


def begun(on: date, by: User | None = None, **facts) -> EligibilityCourse:
    """A course that has just begun."""
    return course.begin(a_corporation(**facts), registered_on=on, by=by or UserFactory())


def with_papers(on: date, by: User, *, checked: bool = True, **facts) -> EligibilityCourse:
    """A course whose required papers came (and were checked) on a day."""
    made = begun(on, by, **facts)
    receive_all(made, on, by, checked=checked)
    return fresh(made)


def receive_all(made: EligibilityCourse, on: date, by: User, *, checked: bool = True) -> None:
    """Let all required papers come."""
    for one in CourseDocumentKind.objects.filter(is_required=True):
        paper = course.receive_document(made, one, received_on=on, paper_place="書庫1", by=by)
        if checked:
            course.check_document(paper, paper.version, is_fine=True, by=by)


def certified(on: date, by: User | None = None, **facts) -> EligibilityCourse:
    """A certified course; the procedure of the contract must be without a recommendation."""
    made = with_papers(on, by or UserFactory(), **facts)
    return course.certify(made, made.version, certified_on=on, by=UserFactory(role=Role.REVIEWER))


def listable(on: date, by: User | None = None, **facts) -> EligibilityCourse:
    """A course by which postings may be listed as eligible."""
    made = certified(on, by, **facts)
    return course.clear_for_listing(made, made.version, cleared_on=on, by=UserFactory(role=Role.REVIEWER))


def fresh(made: EligibilityCourse) -> EligibilityCourse:
    """The course as it stands in the database."""
    return EligibilityCourse.objects.get(pk=made.pk)


def a_municipality() -> Municipality:
    """A municipality that recommends."""
    return Municipality.objects.get(code="43100")
