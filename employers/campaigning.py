"""Planning and ending a round of calls or mails: whom it is for, what is said and asked (contract 8(3))."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import MD5, Cast, Concat, RowNumber
from django.http import QueryDict
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.filters import in_words
from centre.models import User
from centre.saved_filters import without_place
from employers import merge_fields
from employers.filters import EstablishmentFilter
from employers.models import Campaign, CampaignCase, Contact, Establishment, MessageVariant

MAX_QUESTIONS = 5
MAX_CHOICES = 9
MISSING = {Campaign.Method.CALL: "電話番号", Campaign.Method.MAIL: "メールアドレス"}


@dataclass(frozen=True)
class Target:
    """Whom a campaign is for: the condition in words, the employers, and how many lack a number or an address."""

    sentence: str
    establishments: QuerySet
    count: int
    left_out: int


@dataclass(frozen=True)
class Started:
    """A campaign that runs: how many employers it has and how many were left out for want of a number or address."""

    campaign: Campaign
    cases: int
    left_out: int


def target(query: str, method: str) -> Target:
    """Whom the address of the employers' list means today. Raises DomainError for a condition that cannot be read."""
    filterset = EstablishmentFilter(QueryDict(without_place(query)), queryset=Establishment.objects.all())
    if not filterset.is_valid():
        raise DomainError("対象の条件が読めません。企業の一覧でしぼり込み直してください。", "query")
    chosen = Establishment.objects.filter(pk__in=filterset.qs.order_by().values("pk"))
    reachable = _reachable(chosen, method)
    count = reachable.count()
    return Target(_sentence(filterset), reachable, count, chosen.count() - count)


def start(
    *,
    title: str,
    method: str,
    questions: list[dict],
    query: str,
    variants: list[dict],
    purpose: str = "",
    script: str = "",
    closes_on: date | None = None,
    by: User,
) -> Started:
    """Start a campaign: its target is frozen now, one case per employer.

    `questions` are {"label", "choices"}, `variants` {"key", "subject", "body"}; with several variants each
    employer gets one of them, evenly and by a draw that can be repeated. Raises DomainError for an empty target,
    an unknown merge field, a mail without words, or too many questions.
    """
    if closes_on and closes_on < timezone.localdate():
        raise DomainError("終える日は今日か、それより後の日を入れてください。", "closes_on")
    wanted = target(query, method)
    if not wanted.count:
        left_out = f"{MISSING[method]}のない{wanted.left_out}社は対象になりません。" if wanted.left_out else ""
        raise DomainError(f"条件に合う事業所がありません。{left_out}条件を見直してください。", "saved_filter")
    with transaction.atomic():
        campaign = Campaign.objects.create(
            title=title,
            method=method,
            purpose=purpose,
            script=script,
            questions=_numbered(questions),
            query=without_place(query),
            state=Campaign.State.RUNNING,
            closes_on=closes_on,
            created_by=by,
        )
        wordings = MessageVariant.objects.bulk_create(
            MessageVariant(campaign=campaign, **variant) for variant in _checked(variants, method)
        )
        cases = _freeze(campaign, wanted.establishments, [wording.pk for wording in wordings])
    return Started(campaign, cases, wanted.left_out)


def close(campaign: Campaign, version: int, *, by: User) -> Campaign:
    """End a campaign: nobody is called or mailed for it any more. What was recorded stays."""
    with transaction.atomic():
        record = lock_for_edit(Campaign, campaign.pk, version)
        if record.state == Campaign.State.CLOSED:
            raise DomainError("この企画はすでに終了しています。")
        record.state = Campaign.State.CLOSED
        record.save(update_fields=["state", "version"])
    return record


def _reachable(chosen: QuerySet, method: str) -> QuerySet:
    name = "phone" if method == Campaign.Method.CALL else "email"
    contacts = Contact.objects.filter(establishment=OuterRef("pk")).exclude(**{name: ""})
    return chosen.filter(~Q(**{name: ""}) | Exists(contacts))


def _sentence(filterset: EstablishmentFilter) -> str:
    parts = [f"{label}が「{words}」" for label, words in in_words(filterset)]
    return "、".join(parts) + "の事業所" if parts else "すべての事業所"


def _numbered(questions: list[dict]) -> list[dict]:
    if len(questions) > MAX_QUESTIONS:
        raise DomainError(f"質問は{MAX_QUESTIONS}つまでにしてください。")
    numbered = []
    for number, question in enumerate(questions, start=1):
        choices = question.get("choices", [])
        field = question.get("field", f"choices_{number}")
        if len(choices) > MAX_CHOICES or len(set(choices)) != len(choices):
            raise DomainError(f"選択肢は{MAX_CHOICES}つまで、重ならないように入れてください。", field)
        numbered.append({"key": f"q{number}", "label": question["label"], "choices": choices})
    return numbered


def _checked(variants: list[dict], method: str) -> list[dict]:
    if method == Campaign.Method.MAIL and not variants:
        raise DomainError("メールの本文を入れてください。", "body_a")
    for variant in variants:
        key = variant["key"].lower()
        merge_fields.check_subject(variant["subject"], f"subject_{key}")
        merge_fields.check(variant["body"], f"body_{key}")
        if not variant["body"].strip():
            raise DomainError("本文を入れてください。", f"body_{key}")
        if method == Campaign.Method.MAIL and not variant["subject"].strip():
            raise DomainError("件名を入れてください。", f"subject_{key}")
    return variants


def _freeze(campaign: Campaign, establishments: QuerySet, variants: list[int]) -> int:
    """Write the cases in one statement; shuffled by the campaign's number, then the wordings in turn."""
    draw = MD5(Concat(Value(f"{campaign.pk}:"), Cast("pk", CharField()), output_field=CharField()))
    shuffled = establishments.order_by().annotate(place=Window(RowNumber(), order_by=[draw.asc(), F("pk").asc()]))
    target_sql, params = shuffled.values_list("pk", "place").query.sql_with_params()
    table = connection.ops.quote_name(CampaignCase._meta.db_table)
    # Django writes no INSERT ... SELECT; the target's own statement is compiled by the ORM, values stay parameters.
    statement = (
        f"INSERT INTO {table} (campaign_id, establishment_id, variant_id, state)"  # noqa: S608
        " SELECT %s, drawn.id, (%s::bigint[])[1 + (drawn.place - 1) %% greatest(1, %s)], %s"
        f" FROM ({target_sql}) AS drawn (id, place) ORDER BY drawn.place"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [campaign.pk, variants, len(variants), CampaignCase.State.OPEN, *params])
        return cursor.rowcount
