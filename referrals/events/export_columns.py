"""What the list of guests exports: the results of an event as a workbook."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from import_export.resources import Resource
from import_export.widgets import DateTimeWidget, DateWidget, IntegerWidget

from centre.exporting.columns import Column, NamedListWidget, NamedWidget
from centre.exporting.listing import Listing
from jobseekers.consenting import people_without_consent
from privacy.export_pages import ExportPage
from referrals.events.models import CentreEvent, EventGuest, EventOutcome
from referrals.events.pages import GuestList


class GuestColumns(Resource):
    """A guest of an event: who, how many in 社, 組 and 人, whether they came, and what came of it."""

    event = Column("行事", "event__title", usual=True, width=32)
    kind = Column("種類", "event__kind", NamedWidget(CentreEvent.Kind.choices), usual=True)
    first_on = Column("初日", "event__first_on", DateWidget(), usual=True)
    last_on = Column("最終日", "event__last_on", DateWidget())
    place = Column("会場", "event__place", width=24)
    state = Column("行事の状態", "event__state", NamedWidget(CentreEvent.State.choices), usual=True)
    party = Column("区分", "party", NamedWidget(EventGuest.Party.choices), usual=True)
    employer = Column("企業（社）", "establishment__name", usual=True, width=32)
    person = Column("就職希望者", "jobseeker__name", usual=True, width=20)
    names = Column("名札の氏名", "names", width=28)
    groups = Column("組数（組）", "groups", IntegerWidget(), usual=True)
    people = Column("人数（人）", "people", IntegerWidget(), usual=True)
    standing = Column("状況", "standing", NamedWidget(EventGuest.Standing.choices), usual=True)
    walk_in = Column("当日の参加", "is_walk_in", NamedWidget({True: "当日", False: ""}), usual=True)
    invited_on = Column("招待した日", "invited_on", DateWidget())
    replied_on = Column("返事の日", "replied_on", DateWidget())
    arrived_at = Column("受付の日時", "arrived_at", DateTimeWidget(), usual=True)
    outcomes = Column("成果", "outcome_kinds", NamedListWidget(EventOutcome.Kind.choices), usual=True, width=32)


def with_outcomes(rows, today):
    """Each row with the kinds of its outcomes."""
    outcomes = EventOutcome.objects.filter(guest=OuterRef("pk")).order_by("pk")
    return rows.annotate(outcome_kinds=ArraySubquery(outcomes.values("kind")))


GUESTS = Listing(
    key="event_guests",
    label="行事の参加",
    ability="referrals.export",
    subject=EventGuest._meta.label,
    page=GuestList,
    columns=GuestColumns,
    prepare=with_outcomes,
    without_consent=people_without_consent,
)


class ExportGuests(ExportPage):
    listing = GUESTS
    list_url = "referrals:event_guests"
