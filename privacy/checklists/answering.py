"""Answering a checklist now, and fixing the answers when the privacy manager signs them."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.files import store
from centre.models import User
from centre.templatetags.display import moment
from privacy.checklists import paper
from privacy.checklists.build import build_in_words
from privacy.checklists.findings import ASK, NO, OK, Finding, Looking
from privacy.checklists.items import CHECKLISTS, Point
from privacy.duties import gate
from privacy.duties.profiles import PROFILES
from privacy.models import ChecklistRecord

PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BY_TESTS = "試験による"


def answer(key: str) -> dict:
    """The answers of a checklist as plain data, as of now. Raises KeyError for a checklist that is none."""
    checklist = CHECKLISTS[key]
    now = timezone.now()
    day = timezone.localtime(now).date()
    profile = gate.profile_key_on(day)
    build = build_in_words()
    looking = Looking(day, profile)
    return {
        "key": key,
        "title": checklist.label,
        "at": moment(now),
        "profile": PROFILES[profile].label,
        "build": build or "不明",
        "rows": [_row(point, looking, build) for point in checklist.points if point.counts_for(profile)],
    }


def counted(content: dict) -> list[tuple[str, int]]:
    """(verdict, how many points)."""
    verdicts = [row["verdict"] for row in content["rows"]]
    return [(verdict, verdicts.count(verdict)) for verdict in (OK, ASK, NO)]


@transaction.atomic
def sign(key: str, *, remark: str, by: User) -> ChecklistRecord:
    """Answer a checklist and keep the answers as they are. Raises DomainError for a checklist that is none."""
    if key not in CHECKLISTS:
        raise DomainError("その点検表はありません。")
    content = answer(key) | {"signed_by": by.name, "remark": remark}
    pdf = paper.write_pdf(content)
    day = _day_in_name(timezone.localdate())
    return ChecklistRecord.objects.create(
        checklist=key,
        content=content,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=store(f"点検表_{content['title']}_{day}.pdf", PDF, pdf),
        workbook=store(f"点検表_{content['title']}_{day}.xlsx", EXCEL, paper.write_excel(content)),
        remark=remark,
        signed_by=by,
    )


def _row(point: Point, looking: Looking, build: str) -> dict:
    findings = [check(looking) for check in point.checks]
    ways = ["その場で確認"] if findings else []
    if point.tests:
        findings.append(_proven(point.tests, build))
        ways.append(BY_TESTS)
    return {
        "number": point.number,
        "title": point.title,
        "source": point.source,
        "verdict": worst([one.verdict for one in findings]),
        "way": "・".join(ways),
        "evidence": [[one.verdict, one.words, one.view_name] for one in findings],
    }


def worst(verdicts: list[str]) -> str:
    """One 否 makes the point 否, one 要確認 makes it 要確認; a point that nothing answers is 要確認."""
    return next((verdict for verdict in (NO, ASK, OK) if verdict in verdicts), ASK)


def _proven(tests: tuple[str, ...], build: str) -> Finding:
    names = "、".join(tests)
    if not build:
        return Finding(
            ASK, f"{BY_TESTS}：{names}。動いている版が分からないため、その版の試験の結果を確かめてください。"
        )
    return Finding(OK, f"{BY_TESTS}（版 {build}）：{names}")


def _day_in_name(day: date) -> str:
    return f"{day:%Y%m%d}"
