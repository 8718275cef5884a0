"""What the papers of an incident say, as plain data: frozen with the paper, printed from nothing else."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from centre.errors import DomainError
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.templatetags.display import day, era, moment
from privacy.incidents import affected, clock
from privacy.models import Designation, Incident, IncidentReport

Kind = IncidentReport.Kind
NOT_KNOWN = "確認中"
EXERCISE = "訓練"


def noticed_on(incident: Incident):
    """The day of noticing, at the counter."""
    return timezone.localtime(incident.noticed_at).date()


def deadlines_of(incident: Incident) -> list[clock.Deadline]:
    """The reports of this incident by their days."""
    return clock.deadlines(
        noticed_on(incident),
        is_malicious=incident.is_malicious,
        first_day_counts=settings.INCIDENT_FIRST_DAY_COUNTS,
    )


def readings_of(incident: Incident) -> list[clock.Reading]:
    """How both sets of rules read this incident."""
    facts = clock.Facts(
        people=affected.people_of(incident),
        is_sensitive=incident.is_sensitive,
        is_sensitive_by_ordinance=incident.is_sensitive_by_ordinance,
        harms_property=incident.harms_property,
        is_malicious=incident.is_malicious,
    )
    return clock.readings(facts)


def content_of(incident: Incident, kind: str, at: datetime) -> dict:
    """The content of a paper as of now. Raises DomainError while nothing is said about the incident."""
    if incident.is_blank or incident.noticed_at is None:
        raise DomainError("起きたことと気付いた日時を、先に記録してください。")
    today = timezone.localtime(at).date()
    contract = Contract.objects.filter(fiscal_year=FiscalYear.of(today).year).first()
    sender = [contract.contractor, contract.contractor_representative] if contract else []
    is_letter = kind == Kind.LETTER
    return {
        "kind": kind,
        "title": _TITLES[kind],
        "is_exercise": incident.is_exercise,
        "number": incident.pk,
        "at": moment(at),
        "day": era(today),
        "recipient": "　　　　　　　　様" if is_letter else f"{contract.principal if contract else '熊本県'}知事　様",
        "sender": "\n".join(filter(None, sender)) or "（名称及び代表者氏名）",
        "words": _words(kind, contract.title if contract else ""),
        "rows": _ROWS[kind](incident),
        "measures": [] if is_letter else _measures(incident),
        "judging": [] if is_letter else _judging(incident),
        "note": "" if is_letter else f"※ 報告の要否と期限を{clock.JUDGED}です。日付と人数はその材料です。",
    }


_TITLES = {
    Kind.IMMEDIATE: "個人情報の事故について（報告）",
    Kind.PRELIMINARY: "個人情報の漏えい等について（速報の下書き）",
    Kind.FINAL: "個人情報の漏えい等について（確報の下書き）",
    Kind.LETTER: "個人情報の取扱いについてのお知らせとお詫び（下書き）",
}


def _words(kind: str, title: str) -> str:
    if kind == Kind.IMMEDIATE:
        return f"{title}委託契約「個人情報取扱特記事項 第17」に基づき、下記のとおり報告します。"
    if kind == Kind.LETTER:
        return "あなたの個人情報の取扱いについて、次のことがありました。深くお詫び申し上げます。"
    return "個人情報保護委員会規則の報告事項にならった下書きです。県が報告するときの材料として渡します。"


def _said(text: str) -> str:
    return text.strip() or NOT_KNOWN


def _people(incident: Incident) -> str:
    number = affected.people_of(incident)
    total = NOT_KNOWN if number is None else f"{number:,}人"
    parts = "、".join(f"{kind} {count:,}{unit}" for kind, count, unit in affected.counted(incident))
    return f"{total}（閲覧記録から確かめた内訳：{parts}）" if parts else total


def _kind(incident: Incident) -> str:
    words = incident.get_kind_display() or NOT_KNOWN
    return f"{words}（発生したおそれ）" if incident.is_suspected else words


def _immediate(incident: Incident) -> list[list[str]]:
    return [
        ["事故に関わる個人情報の内容", _said(incident.contents)],
        ["件数", _people(incident)],
        ["発生場所", _said(incident.place)],
        ["発生状況", _said(incident.circumstances or incident.what)],
        ["区分", _kind(incident)],
        ["気付いた日時", moment(incident.noticed_at)],
        ["県への第一報", _told(incident)],
        ["原因", _said(incident.cause)],
    ]


def _official(incident: Incident) -> list[list[str]]:
    return [
        ["1 概要", f"{incident.what}\n区分：{_kind(incident)}　気付いた日時：{moment(incident.noticed_at)}"],
        ["2 個人データの項目", _said(incident.contents)],
        ["3 本人の数", _people(incident)],
        ["4 原因", _said(incident.cause)],
        ["5 二次被害またはそのおそれ", _said(incident.further_harm)],
        ["6 本人への対応", _said(incident.notice_to_people)],
        ["7 公表の状況", _said(incident.publication)],
        ["8 再発防止のための措置", _prevention(incident)],
        ["9 その他", f"発生場所：{_said(incident.place)}\n県への第一報：{_told(incident)}"],
    ]


def _letter(incident: Incident) -> list[list[str]]:
    manager = Designation.objects.filter(duty=Designation.Duty.MANAGER, ends_on__isnull=True).first()
    return [
        ["起きたこと", incident.what],
        ["気付いた日", day(incident.noticed_at)],
        ["関わる個人情報の項目", _said(incident.contents)],
        ["原因", _said(incident.cause)],
        ["二次被害のおそれと、ご注意いただきたいこと", _said(incident.further_harm)],
        ["再発を防ぐために行うこと", _prevention(incident)],
        ["お問い合わせ先", manager.contact if manager else NOT_KNOWN],
    ]


_ROWS = {Kind.IMMEDIATE: _immediate, Kind.PRELIMINARY: _official, Kind.FINAL: _official, Kind.LETTER: _letter}


def _told(incident: Incident) -> str:
    if not incident.told_at:
        return "まだ"
    return f"{moment(incident.told_at)}　{incident.told_to}（{incident.get_told_by_way_display()}）"


def _prevention(incident: Incident) -> str:
    return "\n".join(one.words for one in incident.measures.all() if one.kind == one.Kind.PREVENT) or NOT_KNOWN


def _measures(incident: Incident) -> list[list[str]]:
    return [
        [one.get_kind_display(), one.words, one.owner.name, day(one.due_on), day(one.done_on) or "まだ"]
        for one in incident.measures.select_related("owner")
    ]


def _judging(incident: Incident) -> list[list[str]]:
    rows = [
        [one.label, one.source, {True: "当たる", False: "当たらない", None: "要確認"}[one.reached], one.words]
        for one in readings_of(incident)
    ]
    rows += [
        [one.label, one.source, day(one.day) if one.day else clock.IMMEDIATELY, ""] for one in deadlines_of(incident)
    ]
    return rows
