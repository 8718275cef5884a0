"""What stands behind a figure: the frozen records, shown as far as the reader's role goes."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from centre.models import Attendance, Closure, Duty, Training
from centre.roles import may
from consultations.models import Consultation
from employers.models import Attempt, Registration, Renewal, SchemeNotice, Visit
from jobseekers.models import CaseConference, Jobseeker
from postings.models import JobPosting, PublicationEvent
from privacy.models import Incident, RegisterEntry
from referrals.models import CentreEvent, EventGuest, EventOutcome, Handoff, Referral
from reports.models import BridgeTerm, Figure, Meeting
from surveys.models import Survey


@dataclass(frozen=True)
class Line:
    """One record behind a figure: its number, its day, what it is, and the page that shows it (or nothing)."""

    number: int
    day: str
    text: str
    url: str


# How each kind of record is shown to people who may not open its page: no personal data in it.
_NEW_OR_NOT = {False: "新規", True: "継続"}
_SHOWN = {
    Closure: ((), lambda r: (r.date, f"{r.get_kind_display()} {r.name}", "")),
    Duty: (("user",), lambda r: (r.date, f"{r.get_kind_display()} {r.user.name}", "")),
    Training: ((), lambda r: (r.held_on or r.planned_on, f"研修 {r.title}", "")),
    Attendance: (
        ("training", "user"),
        lambda r: (r.training.held_on or r.training.planned_on, f"{r.training.title} {r.user.name}", ""),
    ),
    Registration: (
        ("establishment",),
        lambda r: (r.registered_on, r.establishment.name, r.establishment.get_absolute_url()),
    ),
    Renewal: (
        ("registration__establishment",),
        lambda r: (
            r.renewed_on,
            r.registration.establishment.name,
            r.registration.establishment.get_absolute_url(),
        ),
    ),
    Jobseeker: ((), lambda r: (r.registered_on, "UIJターン就職希望者の登録", r.get_absolute_url())),
    CaseConference: (
        ("plan__jobseeker",),
        lambda r: (r.held_on, "支援会議の記録", r.plan.jobseeker.get_absolute_url()),
    ),
    Meeting: ((), lambda r: (r.held_on, f"{r.get_kind_display()}（{r.get_way_display()}）", r.get_absolute_url())),
    RegisterEntry: ((), lambda r: (r.asked_on, r.label, r.get_absolute_url())),
    Survey: ((), lambda r: (r.opens_on, r.title, r.get_absolute_url())),
    Visit: (("establishment",), lambda r: (r.visited_on, r.establishment.name, r.establishment.get_absolute_url())),
    SchemeNotice: (
        ("establishment", "scheme"),
        lambda r: (
            r.noticed_on,
            f"{r.establishment.name} {r.scheme.name}（{r.get_method_display()}・チラシ{r.leaflets}枚）",
            r.establishment.get_absolute_url(),
        ),
    ),
    Attempt: (
        ("case__establishment",),
        lambda r: (
            timezone.localtime(r.made_at).date(),
            f"{r.case.establishment.name}（{r.get_outcome_display()}）",
            r.case.establishment.get_absolute_url(),
        ),
    ),
    Consultation: (
        (),
        lambda r: (
            timezone.localtime(r.held_at).date(),
            "・".join(
                (r.get_party_display(), r.get_method_display(), r.get_topic_display(), _NEW_OR_NOT[r.is_continuing])
            ),
            r.get_absolute_url(),
        ),
    ),
    JobPosting: ((), lambda r: (r.received_on, r.title, r.get_absolute_url())),
    PublicationEvent: (
        ("posting",),
        lambda r: (
            r.effective_on,
            f"{r.get_kind_display()} {r.posting.title}（{r.site_number or r.posting_id}）",
            r.posting.get_absolute_url(),
        ),
    ),
    Handoff: (
        ("agency",),
        lambda r: (
            r.handed_on,
            f"{r.get_direction_display()} {r.agency.name}（{r.get_answer_display()}）",
            r.get_absolute_url(),
        ),
    ),
    Referral: (
        ("posting",),
        lambda r: (
            r.closed_on or r.applied_on or r.informed_on,
            f"{r.get_stage_display()} {r.posting.title}",
            r.get_absolute_url(),
        ),
    ),
    Incident: (
        (),
        lambda r: (
            timezone.localtime(r.noticed_at).date(),
            f"個人情報の事故 受付番号{r.pk}（{r.state}）",
            r.get_absolute_url(),
        ),
    ),
    CentreEvent: ((), lambda r: (r.last_on, f"{r.get_kind_display()} {r.title}", r.get_absolute_url())),
    EventGuest: (
        ("event",),
        lambda r: (r.event.last_on, f"{r.get_party_display()} {r.size} {r.event.title}", r.event.get_absolute_url()),
    ),
    EventOutcome: (
        ("guest__event",),
        lambda r: (
            r.guest.event.last_on,
            f"{r.get_kind_display()} {r.guest.get_party_display()} {r.guest.event.title}",
            r.guest.event.get_absolute_url(),
        ),
    ),
}
_PAGES = {
    Attempt: "employers.read",
    Consultation: "consultations.read",
    Registration: "employers.read",
    Renewal: "employers.read",
    SchemeNotice: "employers.read",
    Visit: "employers.read",
    JobPosting: "postings.read",
    PublicationEvent: "postings.read",
    Handoff: "referrals.read",
    Referral: "referrals.read",
    Jobseeker: "jobseekers.read",
    RegisterEntry: "registers.read",
    CaseConference: "jobseekers.read",
    CentreEvent: "referrals.read",
    EventGuest: "referrals.read",
    EventOutcome: "referrals.read",
    Incident: "incidents.read",
    Meeting: "meetings.read",
}


def records_of(figure: Figure | BridgeTerm) -> QuerySet:
    """The records that were counted, in the order of their numbers; those erased since are absent."""
    return behind(figure.model, figure.record_ids)


def behind(model_label: str, ids) -> QuerySet:
    """Records of a kind by their numbers (a list or a subquery), with what their line shows."""
    model = apps.get_model(model_label)
    related, _ = _SHOWN[model]
    return model._base_manager.filter(pk__in=ids).select_related(*related).order_by("pk")


def shown_to(user, records) -> list[Line]:
    """The lines of a page of records; links only where the role may open the page."""
    lines = []
    for record in records:
        _, show = _SHOWN[type(record)]
        day, text, url = show(record)
        ability = _PAGES.get(type(record))
        may_open = ability and may(user, ability) and (not isinstance(record, Meeting) or record.opens_to(user))
        lines.append(Line(record.pk, f"{day:%Y年%-m月%-d日}", text, url if may_open else ""))
    return lines
