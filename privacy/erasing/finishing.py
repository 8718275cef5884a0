"""From the application to the certificate: the job that erases, and what only the owner of the tables can finish."""

from django.db import transaction
from django.utils import timezone

from centre import jobs
from centre.backups.destroying import destroy_keys
from centre.errors import DomainError
from centre.models import Job, User
from privacy.erasing.certifying import certify
from privacy.erasing.executing import execute, subject_of
from privacy.erasing.identifiers import IDENTIFYING
from privacy.erasing.keeping import files_kept, forget_all
from privacy.erasing.packing import words_in
from privacy.erasing.rewriting import owns_the_tables, rewrite_everything
from privacy.erasing.surviving import Survivors, place_in_words, scan_tables
from privacy.erasing.ways import Way, all_ways
from privacy.models import Erasure, Provision

JOB = "erasure"
State, Scope = Erasure.State, Erasure.Scope
GROWS_BY_ITSELF = frozenset({"privacy_accesslog", "privacy_erasedlogline"})
OWNER_FINISHES = (
    "記録を消しました。続けて、データベースの所有者の接続で「manage.py finish_erasure」を実行してください。"
    "表の作り直しと残りの検査が済むと、証明書ができます。"
)


def ask_to_execute(erasure: Erasure, *, by: User, explanation: str = "") -> Job:
    """Ask for an approved erasure to be done. Raises DomainError before it is approved or before its day.

    `explanation` says why words that are still found are nobody's who was erased (a company of the same name).
    """
    if erasure.state not in (State.APPROVED, State.ERASED):
        raise DomainError("承認された申請だけを実行できます。")
    if timezone.localdate() < erasure.planned_on:
        raise DomainError(f"予定日（{erasure.planned_on:%Y年%-m月%-d日}）より前には実行できません。")
    if erasure.state == State.APPROVED:
        refuse_what_came_later(erasure)
    return jobs.ask(JOB, str(erasure.pk), {"erasure": erasure.pk, "explanation": explanation.strip()}, by)


def refuse_what_came_later(erasure: Erasure) -> None:
    """Raises DomainError when there are records that the returned package does not hold."""
    if erasure.package is None:
        return
    for way in all_ways():
        returned = erasure.package.rows.get(way.table)
        if way.changes and way.table not in GROWS_BY_ITSELF and returned is not None and _held_by(way) > returned:
            raise DomainError(
                f"返還一式を作ったあとに記録が増えています（{way.model._meta.verbose_name}）。"
                "申請を取り下げ、返還一式を作り直してください。"
            )


def _held_by(way: Way) -> int:
    """The rows that a package should hold: not the records that packages themselves were handed over."""
    rows = way.model._base_manager.all()
    return (rows.filter(returned=None) if way.model is Provision else rows).count()


def carry_erasure(job: Job, progress) -> dict:
    """Erase, look for survivors, and finish as far as this connection may."""
    erasure = Erasure.objects.get(pk=job.params["erasure"])
    words = words_of(erasure)
    if erasure.state == State.APPROVED:
        refuse_what_came_later(erasure)
        with jobs.kept_alive(progress, 0, 3, "記録を消しています"):
            erasure = execute(erasure, by=job.requested_by)
    if erasure.scope == Scope.CONTRACT and not owns_the_tables():
        return {"message": OWNER_FINISHES, "result": {"erasure": erasure.pk}}
    with jobs.kept_alive(progress, 1, 3, "残りがないか調べ、表を作り直しています"):
        finish(erasure, words, by=job.requested_by, explanation=job.params.get("explanation", ""))
    return {"message": "消去が終わり、証明書ができました。", "result": {"erasure": erasure.pk}}


def words_of(erasure: Erasure) -> list[str]:
    """What a search for survivors looks for: the person's own words, or all that were given back in the package."""
    if erasure.scope == Scope.CONTRACT:
        return words_in(erasure.package) if erasure.package.file_id else []
    if erasure.state != State.APPROVED:
        return []
    person = subject_of(erasure)
    return [value for name in IDENTIFYING if (value := getattr(person, name, ""))]


def finish(erasure: Erasure, words: list[str], *, by: User, explanation: str = "") -> Erasure:
    """Look for survivors, let the package go, rewrite the tables, destroy the backups' keys, certify.

    Raises DomainError when something survived at the end of a contract and nobody explained it: then it is not
    finished. For a person the places are kept, for somebody to look at: a namesake's record is not the person's.
    """
    # What was searched is kept at once: whatever fails later, the words are gone with the package by then.
    if not erasure.scan:
        erasure.scan = _search(erasure, words, explanation)
        erasure.save(update_fields=["scan"])
    scan = dict(erasure.scan)
    if erasure.scope == Scope.CONTRACT:
        forget_all()
        done = rewrite_everything()
        scan |= {"rewritten": done.tables, "statistics": done.statistics, "log": done.log}
        order = destroy_keys(by=by, reason=str(erasure))
        scan |= {"keys": len(order.key_names), "keys_destroyed": order.done_at is not None}
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if erasure.state != State.ERASED:
            raise DomainError("この消去は、すでに終わっています。")
        erasure.scan, erasure.state, erasure.finished_at = scan, State.FINISHED, timezone.now()
        erasure.save()
        certify(erasure, by=by)
    return erasure


def _search(erasure: Erasure, words: list[str], explanation: str) -> dict:
    ends = erasure.scope == Scope.CONTRACT
    # All packages go in the next step: those made anew, and the handover sets, as well as the one given back.
    found = scan_tables(words, but_files=files_kept() if ends else [])
    if ends and not found.words:
        raise DomainError("返還一式に探す語がないため、残りの検査ができません。")
    if ends and found.total and not explanation:
        raise DomainError(
            f"同じ語がまだあります：{_places(found)}。"
            "調べて、残ってよいもの（同じ名の会社など）なら、説明を書いてもう一度実行してください。"
        )
    scan = {"words": found.words, "columns": found.columns, "survivors": found.total, "places": dict(found.places)}
    return scan | ({"explanation": explanation} if found.total else {})


def _places(found: Survivors) -> str:
    return "、".join(f"{place_in_words(place)} {count}件" for place, count in found.places.most_common(5))
