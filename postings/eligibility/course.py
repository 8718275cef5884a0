"""Leading a corporation to being a 対象法人, step by step; each step leaves a line in the course's history.

Who received or checked the papers does not record the certification (DESIGN §4.1).
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import Municipality, StoredFile, User
from centre.roles import may
from employers.models import Corporation
from postings.eligibility import course_rules as rules
from postings.eligibility.course_rules import State
from postings.eligibility.course_standing import exception_applies, stand_of, terms_on
from postings.models import CourseDocument, CourseDocumentKind, CourseStep, EligibilityCourse

Act = CourseStep.Act
Paper = CourseDocument.State


def begin(corporation: Corporation, *, registered_on: date, by: User) -> EligibilityCourse:
    """Begin the course of a corporation that is registered on the prefecture's site.

    Raises DomainError while another course of the corporation is open, and for a day to come.
    """
    return _begin(corporation.pk, registered_on, None, by)


def renew(course: EligibilityCourse, *, registered_on: date, by: User) -> EligibilityCourse:
    """Begin the next period; the old one stays as it is and keeps its force until its last day.

    Raises DomainError before the first reminder of the end of the certification.
    """
    with transaction.atomic():
        record = _open(course)
        rules.check_step(stand_of(record, registered_on), State.RENEWED, registered_on)
        if registered_on < record.certified_on:
            raise DomainError("更新を始める日は、認定の日より後の日を入れてください。", "registered_on")
        note = f"{registered_on:%Y年%-m月%-d日}に次の期間の手続を開始"
        record.due_on, record.version = None, record.version + 1
        _move(record, State.RENEWED, Act.RENEWED, registered_on, by, note)
        return _begin(record.corporation_id, registered_on, record, by)


def ask_for_document(
    course: EligibilityCourse, kind: CourseDocumentKind, *, title: str = "", asked_on: date, by: User
) -> CourseDocument:
    """Note that the employer was asked for a paper. Raises DomainError while one of the kind is open already."""
    _not_to_come(asked_on, "asked_on")
    title = _title(kind, title)
    with transaction.atomic():
        record = _open(course)
        made = _save_new(
            CourseDocument(course=record, kind=kind, title=title, state=Paper.ASKED, asked_on=asked_on, asked_by=by)
        )
        _write(record, Act.ASKED, asked_on, by, str(made))
        _follow(record, asked_on, by)
    return made


def receive_document(
    course: EligibilityCourse,
    kind: CourseDocumentKind,
    *,
    title: str = "",
    received_on: date,
    issued_on: date | None = None,
    valid_until: date | None = None,
    file: StoredFile | None = None,
    paper_place: str = "",
    by: User,
) -> CourseDocument:
    """Take in a paper, asked for or not; it is good for the months the contract sets unless `valid_until` says so.

    Its months run from its own date, else from the day it came. Raises DomainError for a paper that is nowhere, that
    has run out, or of whose kind one is waiting to be checked.
    """
    _not_to_come(received_on, "received_on")
    title = _title(kind, title)
    if file is None and not paper_place.strip():
        raise DomainError("書類の写しを添えるか、紙の保管場所を入れてください。", "file")
    if issued_on and issued_on > received_on:
        raise DomainError("書類の日付は、受け取った日より前の日を入れてください。", "issued_on")
    months = terms_on(received_on).course_document_months
    until = valid_until or rules.months_later(issued_on or received_on, months)
    if until < received_on:
        raise DomainError(
            f"この書類の期限は{until:%Y年%-m月%-d日}で、受け取った日に切れています。新しい書類を頼んでください。",
            "valid_until" if valid_until else "issued_on",
        )
    with transaction.atomic():
        record = _open(course)
        if received_on < record.registered_on:
            raise DomainError("受け取った日は、登録日より後の日を入れてください。", "received_on")
        found = record.documents.filter(kind=kind, title=title, state=Paper.ASKED).first()
        if found and received_on < found.asked_on:
            raise DomainError("受け取った日は、依頼した日より後の日を入れてください。", "received_on")
        document = found or CourseDocument(course=record, kind=kind, title=title)
        document.state, document.received_on, document.received_by = Paper.RECEIVED, received_on, by
        document.issued_on, document.valid_until = issued_on, until
        document.file, document.paper_place = file, paper_place.strip()
        document.version += 1 if found else 0
        _save_new(document)
        _write(record, Act.RECEIVED, received_on, by, f"{document}（期限 {until:%Y年%-m月%-d日}）")
        _follow(record, received_on, by)
    return document


def check_document(
    document: CourseDocument, version: int, *, is_fine: bool, refusal: str = "", by: User
) -> CourseDocument:
    """Say whether the content of a received paper is in order; a refused one stays, with the reason.

    Raises EditConflict when the paper changed since; DomainError for one that is not waiting to be checked.
    """
    if not is_fine and not refusal.strip():
        raise DomainError("不備の内容を入れてください。企業に頼み直すときに使います。", "refusal")
    today = timezone.localdate()
    with transaction.atomic():
        record = _open(document.course)
        paper = lock_for_edit(CourseDocument, document.pk, version)
        if paper.state != Paper.RECEIVED:
            raise DomainError("この書類は、確かめるのを待っている状態ではありません。画面を開き直してください。")
        paper.state = Paper.CHECKED if is_fine else Paper.REFUSED
        paper.checked_on, paper.checked_by = today, by
        paper.refusal = "" if is_fine else refusal.strip()
        paper.save()
        note = str(paper) if is_fine else f"{paper}：{paper.refusal}"
        _write(record, Act.CHECKED if is_fine else Act.REFUSED, today, by, note)
        _follow(record, today, by)
    return paper


def settle_recommendation(
    course: EligibilityCourse, version: int, *, needed: bool, basis: str, by: User
) -> EligibilityCourse:
    """Note whether this corporation needs its municipality's recommendation, and who said so.

    Raises EditConflict; DomainError when the exception of C2 or C3x makes it needed in any case.
    """
    if not basis.strip():
        raise DomainError("だれに、いつ確かめたかを入れてください。", "basis")
    today = timezone.localdate()
    with transaction.atomic():
        record = _at(course, version)
        if record.state in (State.RECOMMENDED, State.CERTIFIED, State.LISTABLE):
            raise DomainError("推薦か認定が記録されたあとでは、推薦の要否を変えられません。")
        if not needed and exception_applies(record.corporation_id, today):
            raise DomainError(
                "この法人は、市町村長の推薦があるときだけ対象になります（要件 C2・C3 の例外）。推薦が要ります。",
                "needed",
            )
        record.recommendation_needed, record.recommendation_basis = needed, basis.strip()
        record.save()
        _write(record, Act.SETTLED, today, by, f"{'要る' if needed else '要らない'}：{basis.strip()}")
    return record


def record_recommendation(
    course: EligibilityCourse,
    version: int,
    *,
    municipality: Municipality,
    recommended_on: date,
    note: str = "",
    by: User,
) -> EligibilityCourse:
    """Note that the municipality recommended the corporation to the prefecture; it was needed, then.

    Raises EditConflict; DomainError for a day before the papers were complete, and while papers are missing.
    """
    _not_to_come(recommended_on, "recommended_on")
    with transaction.atomic():
        record = _at(course, version)
        rules.check_step(stand_of(record, recommended_on), State.RECOMMENDED, recommended_on)
        _not_before(recommended_on, record.documents_on, "書類がそろった日", "recommended_on")
        record.municipality, record.recommended_on = municipality, recommended_on
        if not record.recommendation_needed:
            record.recommendation_needed, record.recommendation_basis = True, "市町村の推薦があった"
        _move(record, State.RECOMMENDED, Act.RECOMMENDED, recommended_on, by, _joined(municipality.name, note))
    return record


def certify(
    course: EligibilityCourse,
    version: int,
    *,
    certified_on: date,
    certificate_number: str = "",
    valid_until: date | None = None,
    by: User,
) -> EligibilityCourse:
    """Note the prefecture's certification; it holds for the months the contract sets unless `valid_until` says so.

    Raises EditConflict; DomainError for whoever received or checked the papers, for a role that may not, for a day
    before the papers or the recommendation, and for whatever is still missing on that day.
    """
    _require_approver(by)
    _not_to_come(certified_on, "certified_on")
    with transaction.atomic():
        record = _at(course, version)
        terms = terms_on(certified_on)
        stand = stand_of(record, certified_on, terms)
        rules.check_step(stand, State.CERTIFIED, certified_on)
        if prepared_by(record, by):
            raise DomainError(
                "書類を受け取った人と確かめた人は、認定を記録できません。ほかの精査担当者か統括責任者に頼んでください。"
            )
        _not_before(certified_on, record.documents_on, "書類がそろった日", "certified_on")
        _not_before(certified_on, record.recommended_on, "推薦の日", "certified_on")
        until = valid_until or rules.months_later(certified_on, terms.course_valid_months)
        if until < certified_on:
            raise DomainError("認定の期限は、認定の日より後の日を入れてください。", "valid_until")
        if record.recommendation_needed is None:
            record.recommendation_needed = stand.recommendation
            record.recommendation_basis = "要件 C2・C3 の例外に当たらず、県の手続でも推薦を経ない"
        record.certified_on, record.certified_by, record.valid_until = certified_on, by, until
        record.certificate_number = certificate_number.strip()
        record.due_on = _due_on(record)
        note = _joined(record.certificate_number, f"{until:%Y年%-m月%-d日}まで")
        _move(record, State.CERTIFIED, Act.CERTIFIED, certified_on, by, note)
    return record


def clear_for_listing(course: EligibilityCourse, version: int, *, cleared_on: date, by: User) -> EligibilityCourse:
    """Note that the corporation's postings can be handed in to the site as eligible, from a day on.

    Raises EditConflict; DomainError before the certification, after its last day, and for a role that may not.
    """
    _require_approver(by)
    _not_to_come(cleared_on, "cleared_on")
    with transaction.atomic():
        record = _at(course, version)
        rules.check_step(stand_of(record, cleared_on), State.LISTABLE, cleared_on)
        _not_before(cleared_on, record.certified_on, "認定の日", "cleared_on")
        record.cleared_on = cleared_on
        _move(record, State.LISTABLE, Act.CLEARED, cleared_on, by)
    return record


def withdraw(
    course: EligibilityCourse, version: int, *, withdrawn_on: date, reason: str, by: User
) -> EligibilityCourse:
    """End a course for good: the employer gave up, or the prefecture took the certification back.

    From that day on nothing is listed by it. Raises EditConflict; DomainError without a reason, for a course that is
    withdrawn already, and for a role that may not.
    """
    _require_approver(by)
    _not_to_come(withdrawn_on, "withdrawn_on")
    if not reason.strip():
        raise DomainError("取下げの理由を入れてください。", "reason")
    with transaction.atomic():
        record = lock_for_edit(EligibilityCourse, course.pk, version)
        rules.check_step(stand_of(record, withdrawn_on), State.WITHDRAWN, withdrawn_on)
        _not_before(withdrawn_on, record.registered_on, "登録日", "withdrawn_on")
        record.withdrawn_on, record.withdrawn_reason, record.due_on = withdrawn_on, reason.strip(), None
        _move(record, State.WITHDRAWN, Act.WITHDRAWN, withdrawn_on, by, reason.strip())
    return record


def prepared_by(course: EligibilityCourse, user: User) -> bool:
    """Whether somebody received or checked a paper that the certification rests on."""
    papers = course.documents.filter(state__in=[Paper.RECEIVED, Paper.CHECKED])
    return papers.filter(Q(received_by=user) | Q(checked_by=user)).exists()


def _begin(corporation_id: int, registered_on: date, renews: EligibilityCourse | None, by: User) -> EligibilityCourse:
    _not_to_come(registered_on, "registered_on")
    try:
        with transaction.atomic():
            made = EligibilityCourse.objects.create(
                corporation_id=corporation_id,
                renews=renews,
                state=State.REGISTERED,
                registered_on=registered_on,
                due_on=renews.valid_until if renews else None,
                created_by=by,
            )
            _write(made, Act.BEGUN, registered_on, by, "更新" if renews else "", from_state="")
    except IntegrityError as error:
        raise DomainError("この法人の手続はもう始まっています。画面を開き直してください。") from error
    return made


def _open(course: EligibilityCourse) -> EligibilityCourse:
    record = EligibilityCourse.objects.select_for_update().get(pk=course.pk)
    if not record.is_open:
        raise DomainError(f"この期間の手続は「{record.get_state_display()}」で終わっています。")
    return record


def _at(course: EligibilityCourse, version: int) -> EligibilityCourse:
    """The course, locked, as it was when the page was opened."""
    record = lock_for_edit(EligibilityCourse, course.pk, version)
    if not record.is_open:
        raise DomainError(f"この期間の手続は「{record.get_state_display()}」で終わっています。")
    return record


def _move(record: EligibilityCourse, to: State, act: str, on: date, by: User, note: str = "") -> None:
    before, record.state = record.state, to
    record.save()
    _write(record, act, on, by, note, from_state=before)


def _follow(record: EligibilityCourse, on: date, by: User) -> None:
    """Let the state and the next deadline follow from the papers; they count as of the day the last one came."""
    record.due_on = _due_on(record)
    came = record.documents.filter(state__in=[Paper.RECEIVED, Paper.CHECKED]).aggregate(last=Max("received_on"))
    last = came["last"] or on
    complete = not rules.papers_not_in(stand_of(record, on), last)
    wanted = State.DOCUMENTS if complete else State.REGISTERED
    if record.state == wanted or record.state not in (State.REGISTERED, State.DOCUMENTS):
        record.save(update_fields=["due_on", "updated_at"])
        return
    record.version += 1
    record.documents_on = last if complete else None
    _move(record, wanted, Act.COMPLETED if complete else Act.INCOMPLETE, last if complete else on, by)


def _due_on(record: EligibilityCourse) -> date | None:
    """The first day on which something runs out: the certification (of the period before, too) or a kind's paper."""
    papers: dict[tuple[str, str], date] = {}
    for kind, title, until in record.documents.filter(state__in=[Paper.RECEIVED, Paper.CHECKED]).values_list(
        "kind", "title", "valid_until"
    ):
        papers[kind, title] = max(until, papers.get((kind, title), until))
    certified = record.valid_until or (record.renews.valid_until if record.renews else None)
    return min([*papers.values(), *([certified] if certified else [])], default=None)


def _write(
    record: EligibilityCourse, act: str, on: date, by: User, note: str = "", *, from_state: str | None = None
) -> None:
    before = record.state if from_state is None else from_state
    CourseStep.objects.create(
        course=record, act=act, from_state=before, to_state=record.state, on=on, by=by, note=note[:300]
    )


def _save_new(document: CourseDocument) -> CourseDocument:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise DomainError(
            f"{document}は、もう依頼しているか、受け取って確認を待っています。画面を開き直してください。", "kind"
        ) from error
    return document


def _title(kind: CourseDocumentKind, title: str) -> str:
    if kind.key != CourseDocumentKind.OTHER:
        return ""
    if not title.strip():
        raise DomainError("「その他」のときは、書類の名前を入れてください。", "title")
    return title.strip()


def _require_approver(by: User) -> None:
    if not may(by, "vetting.approve"):
        raise DomainError("この記録ができるのは、精査担当者と統括責任者です。")


def _not_to_come(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise DomainError("先の日付は入れられません。", field)


def _not_before(day: date, earlier: date | None, name: str, field: str) -> None:
    if earlier and day < earlier:
        raise DomainError(f"{name}（{earlier:%Y年%-m月%-d日}）より後の日を入れてください。", field)


def _joined(*parts: str) -> str:
    return "　".join(part for part in parts if part)
