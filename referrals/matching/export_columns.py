"""What the rankings export: the rows of the page in its order, each with its points and its sentence."""

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, QuerySet
from import_export.resources import Resource
from import_export.widgets import DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedWidget
from centre.exporting.listing import Listing
from jobseekers.consenting import people_without_consent
from jobseekers.models import Jobseeker
from postings.models import JobPosting
from referrals.matching.criteria import CRITERIA
from referrals.matching.pages import PeopleFor, PostingsFor
from referrals.matching.ranking import points_name
from referrals.matching.reasons import sentence_of_points


class SentenceWidget(NamedWidget):
    """The points of all criteria in one sentence; there are few different ones, so each is worded once."""

    def __init__(self):
        super().__init__({})

    def render(self, value, obj=None, **kwargs) -> str:
        key = tuple(value)
        if key not in self.names:
            points = {criterion.key: given for criterion, given in zip(CRITERIA, key, strict=True)}
            self.names[key] = sentence_of_points(points)
        return self.names[key]

    def shown(self, values: Sequence) -> list[str]:
        """What a whole column shows."""
        return [self.render(value) for value in values]


def with_sentence(rows: QuerySet, today) -> QuerySet:
    """Each row with the points of all criteria in one value."""
    points = [F(points_name(criterion)) for criterion in CRITERIA]
    return rows.annotate(
        all_points=Func(*points, template="ARRAY[%(expressions)s]", output_field=ArrayField(IntegerField()))
    )


def _points() -> dict[str, Column]:
    return {
        points_name(criterion): Column(
            f"{criterion.label}（{criterion.weight}点中）", points_name(criterion), IntegerWidget()
        )
        for criterion in CRITERIA
    }


def _result() -> dict[str, Column]:
    return {
        "score": Column("点数", "score", IntegerWidget(), usual=True),
        "reason": Column("理由", "all_points", SentenceWidget(), usual=True, width=60),
    }


POSTING = {
    "title": Column("求人", "title", usual=True, width=32),
    "establishment": Column("事業所名", "establishment__name", usual=True, width=32),
    "municipality": Column("就業場所", "work_municipality__name", usual=True),
    "occupation": Column("職業分類", "occupation__name", width=28),
    "contract": Column("契約の期間", "contract", NamedWidget(JobPosting.ContractKind.choices)),
    "wage_kind": Column("賃金の形", "wage_kind", NamedWidget(JobPosting.WageKind.choices), usual=True),
    "wage_from": Column("賃金の下限（円）", "wage_from_yen", IntegerWidget(), usual=True),
    "wage_to": Column("賃金の上限（円）", "wage_to_yen", IntegerWidget(), usual=True),
    "weekly_hours": Column("週の時間", "weekly_hours", IntegerWidget()),
    "eligible": Column("移住支援金", "listed_eligible", NamedWidget({True: "対象", False: "対象外"}), usual=True),
    "listed_until": Column("掲載期限", "listed_until", DateWidget(), usual=True),
    "site_number": Column("掲載サイトの求人番号", "site_number"),
}
PERSON = {
    "name": Column("氏名", "jobseeker__name", usual=True, width=20),
    "number": Column("登録番号", "jobseeker_id", IntegerWidget(), usual=True),
    "kana": Column("ふりがな", "jobseeker__kana", width=24),
    "phone": Column("電話番号", "jobseeker__phone"),
    "email": Column("メール", "jobseeker__email", width=28),
    "prefecture": Column("現住所", "jobseeker__prefecture__name", usual=True),
    "timing": Column("希望する時期", "jobseeker__wished_timing", NamedWidget(Jobseeker.Timing.choices), usual=True),
    "registered_on": Column("登録日", "jobseeker__registered_on", DateWidget()),
}
PostingColumns = type(
    "PostingColumns", (Resource,), {"__doc__": "A posting and how it suits.", **_result(), **POSTING, **_points()}
)
PersonColumns = type(
    "PersonColumns",
    (Resource,),
    {"__doc__": "A person and how the posting suits.", **_result(), **PERSON, **_points()},
)

POSTINGS_FOR = Listing(
    key="postings_for",
    label="合う求人",
    ability="referrals.export",
    subject=Jobseeker._meta.label,
    page=PostingsFor,
    columns=PostingColumns,
    prepare=with_sentence,
)
PEOPLE_FOR = Listing(
    key="people_for",
    label="合う人",
    ability="referrals.export",
    subject=Jobseeker._meta.label,
    page=PeopleFor,
    columns=PersonColumns,
    prepare=with_sentence,
    without_consent=people_without_consent,
)
