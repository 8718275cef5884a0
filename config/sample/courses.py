"""Sample courses of corporations to being 対象法人, in every state."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from centre.bulk import copy, next_id
from centre.models import User
from centre.roles import Role
from config.sample.world import World
from postings.eligibility.course_rules import months_later
from postings.models import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse

YEAR = 12
BASIS = "見本：県の担当課に電話で確認"
# How far a course has come, and how often.
STAGES = (("registered", 12), ("documents", 14), ("recommended", 6), ("certified", 8), ("listable", 54), ("withdrawn", 6))  # fmt: skip


def make(world: World, establishments: list[dict]) -> None:
    """Write a course for about a fifth of the corporations, with its papers and its history."""
    required = list(CourseDocumentKind.objects.filter(is_required=True).values_list("key", flat=True))
    corporations = sorted({row["corporation_id"] for row in establishments})
    chosen = world.dice.sample(corporations, min(len(corporations), max(len(STAGES), len(corporations) // 5)))
    first, courses, papers, steps = next_id(EligibilityCourse), [], [], []
    for number, corporation in enumerate(chosen):
        row = _course(world, first + number, corporation, _stage(world, number))
        own = _papers(world, row, required)
        row["due_on"] = _due_on(row, own)
        courses.append(row)
        papers += own
        steps += _steps(row)
    copy(EligibilityCourse, ({key: value for key, value in row.items() if key[0] != "_"} for row in courses))
    copy(CourseDocument, papers)
    copy(CourseStep, sorted(steps, key=lambda step: step["at"]))


def _stage(world: World, number: int) -> str:
    """Each stage once, then by chance: the smallest sample shows them all."""
    if number < len(STAGES):
        return STAGES[number][0]
    return world.dice.choices([stage for stage, _ in STAGES], weights=[weight for _, weight in STAGES])[0]


def _course(world: World, pk: int, corporation: int, stage: str) -> dict:
    dice = world.dice
    # Some certifications have run out or are about to.
    back = dice.randint(300, 372) if stage == "listable" and dice.random() < 0.4 else dice.randint(25, 330)
    begun = world.today - timedelta(days=back)
    papers = begun + timedelta(days=dice.randint(2, 8))
    recommended = papers + timedelta(days=4) if stage == "recommended" or dice.random() < 0.15 else None
    certified = (recommended or papers) + timedelta(days=dice.randint(3, 8))
    counsellor, reviewer = dice.choice(world.counsellors[:2]), world.staff[Role.REVIEWER]
    has = {
        "documents": stage in ("documents", "recommended", "certified", "listable"),
        "recommended": recommended and stage in ("recommended", "certified", "listable"),
        "certified": stage in ("certified", "listable"),
    }
    return {
        "id": pk,
        "corporation_id": corporation,
        "renews_id": None,
        "state": stage,
        "registered_on": begun,
        "documents_on": papers if has["documents"] else None,
        "recommendation_needed": bool(has["recommended"]) if has["recommended"] or has["certified"] else None,
        "recommendation_basis": BASIS if has["recommended"] or has["certified"] else "",
        "municipality_id": world.place().code if has["recommended"] else None,
        "recommended_on": recommended if has["recommended"] else None,
        "certified_on": certified if has["certified"] else None,
        "certificate_number": f"見本第{pk}号" if has["certified"] else "",
        "certified_by_id": reviewer.pk if has["certified"] else None,
        "valid_until": months_later(certified, YEAR) if has["certified"] else None,
        "cleared_on": certified + timedelta(days=2) if stage == "listable" else None,
        "withdrawn_on": papers if stage == "withdrawn" else None,
        "withdrawn_reason": "見本：企業の申出" if stage == "withdrawn" else "",
        "created_by_id": counsellor.pk,
        "created_at": _at(begun),
        "updated_at": _at(begun),
        "_counsellor": counsellor,
        "_reviewer": reviewer,
        "_papers_on": papers,
    }


def _papers(world: World, row: dict, required: list[str]):
    """All required papers once they are complete; before that one asked for and one that came."""
    if row["state"] == "withdrawn":
        return []
    kinds = required if row["documents_on"] else required[:2]
    checked = row["state"] != "registered" and (row["state"] != "documents" or world.dice.random() < 0.5)
    return [_paper(row, kind, asked=not row["documents_on"] and kind == kinds[0], checked=checked) for kind in kinds]


def _paper(row: dict, kind: str, *, asked: bool, checked: bool) -> dict:
    came, counsellor = row["_papers_on"], row["_counsellor"].pk
    checked = checked and not asked
    return {
        "course_id": row["id"],
        "kind_id": kind,
        "state": "asked" if asked else "checked" if checked else "received",
        "asked_on": row["registered_on"],
        "asked_by_id": counsellor,
        "received_on": None if asked else came,
        "received_by_id": None if asked else counsellor,
        "issued_on": None,
        "valid_until": None if asked else months_later(came, YEAR),
        "file_id": None,
        "paper_place": "" if asked else "書庫（見本）",
        "checked_on": came if checked else None,
        "checked_by_id": counsellor if checked else None,
    }


def _steps(row: dict):
    """The days of a course as lines of its history."""
    counsellor, reviewer = row["_counsellor"], row["_reviewer"]
    days: list[tuple[str, str, date | None, User, str]] = [
        ("begun", "registered", row["registered_on"], counsellor, ""),
        ("completed", "documents", row["documents_on"], counsellor, ""),
        ("recommended", "recommended", row["recommended_on"], counsellor, ""),
        ("certified", "certified", row["certified_on"], reviewer, row["certificate_number"]),
        ("cleared", "listable", row["cleared_on"], reviewer, ""),
        ("withdrawn", "withdrawn", row["withdrawn_on"], reviewer, row["withdrawn_reason"]),
    ]
    before = ""
    for act, state, day, by, note in days:
        if day is None:
            continue
        yield {
            "course_id": row["id"],
            "act": act,
            "from_state": before,
            "to_state": state,
            "on": day,
            "note": note,
            "by_id": by.pk,
            "at": _at(day),
        }
        before = state


def _due_on(row: dict, papers: list[dict]) -> date | None:
    """What a course repeats of its certification and papers (see EligibilityCourse)."""
    days = [row["valid_until"], *(paper["valid_until"] for paper in papers)]
    return min((day for day in days if day), default=None)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))
