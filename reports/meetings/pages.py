"""Pages of the meetings with the prefecture."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError, EditConflict
from centre.files import download
from centre.models import StoredFile
from centre.numbers import number_of
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import Role, may
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from reports.files import PDF
from reports.meetings import following_up, minuting, submitting
from reports.meetings.filters import MeetingFilter
from reports.meetings.forms import ActionForm, AnswerForm, FinishForm, MeetingForm, MoveActionForm, VoidMeetingForm
from reports.meetings.paper import hours, minutes_of, where, write_list, write_pdf
from reports.models import Meeting, MeetingAction
from reports.year.pages import year_from

SUBJECT = Meeting._meta.label


class MeetingList(ListPage):
    """The meetings, newest first, with what is still to be done of each."""

    template_name = "reports/meetings/list.html"
    filterset_class = MeetingFilter
    sorts = {"-held": ("-held_on", "-pk"), "held": ("held_on", "pk")}

    def get_base_queryset(self):
        open_ones = Count("actions", filter=Q(actions__done_on__isnull=True))
        return Meeting.objects.visible_to(self.request.user).annotate(open_actions=open_ones)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()
        if words:
            shown = len(context["object_list"])
            record_access(self.request, AccessLog.Action.SEARCH, SUBJECT, detail=f"{words} {shown}件を表示")
        return context


def meeting(request, pk: int):
    """The minutes, what has to be done, and the history."""
    record = _visible(request, pk)
    record_access(request, AccessLog.Action.READ, SUBJECT, record.pk)
    context = {
        "meeting": record,
        "where": where(record),
        "hours": hours(record),
        "attended": record.staff.order_by("pk"),
        "actions": record.actions.select_related("assigned_to", "done_by"),
        "history": _history(request, record),
        "today": timezone.localdate(),
        "may_write": may(request.user, "meetings.edit") and record.is_being_written,
        "may_submit": may(request.user, "meetings.submit") and record.is_being_written,
        "may_answer": may(request.user, "meetings.answer") and record.state == Meeting.State.SUBMITTED,
        "may_move": may(request.user, "meetings.edit"),
    }
    return render(request, "reports/meetings/meeting.html", context)


def _history(request, record: Meeting):
    """The minutes as they were; what was not before the prefecture stays with the counter."""
    revisions = record.revisions.select_related("changed_by").order_by("-pgh_id")
    if request.user.role == Role.OFFICIAL:
        revisions = revisions.filter(state__in=(Meeting.State.SUBMITTED, Meeting.State.ACKNOWLEDGED))
    return revisions


def minutes_pdf(request, pk: int):
    """The minutes as PDF: as they were submitted, else as they are now."""
    record = _visible(request, pk)
    record_access(request, AccessLog.Action.PRINT, SUBJECT, record.pk)
    if record.minutes_id and not record.is_being_written:
        return download(record.minutes)
    name = f"議事録_{record.held_on:%Y%m%d}_{record.pk}_下書き.pdf"
    return download(StoredFile(name=name, content_type=PDF, content=write_pdf(minutes_of(record))))


def list_pdf(request):
    """The meetings of ?year= as PDF."""
    year = year_from(request.GET.get("year", ""))
    found = Meeting.objects.visible_to(request.user).counted().filter(held_on__range=(year.start, year.end))
    rows = list(found.order_by("held_on", "pk"))
    record_access(request, AccessLog.Action.PRINT, SUBJECT, detail=f"{year.label}の一覧 {len(rows)}件")
    name = f"県との会議_{year.year}年度.pdf"
    return download(StoredFile(name=name, content_type=PDF, content=write_list(year, rows)))


class AddMeeting(GuardedPage, ActForm):
    guarded_subject = SUBJECT
    title = "会議を記録"
    lead = "県との協議・連絡会などを記録します。保存したあと「すること」を加え、統括責任者が県に提出します。"
    form_class = MeetingForm
    success_message = "会議を記録しました。期日と担当者のあることは「すること」に加えてください。"

    def get_initial(self):
        return {"held_on": timezone.localdate(), "staff": [self.request.user.pk]}

    def act(self, form):
        return minuting.record_meeting(today=timezone.localdate(), by=self.request.user, **form.cleaned_data)

    def back(self):
        return reverse("reports:meetings"), "県との会議"


class OfMeeting(EditForm):
    """A form about a meeting that goes back to its page."""

    guarded_subject = SUBJECT

    def get_object(self):
        return _visible(self.request, self.kwargs["pk"])

    @property
    def lead(self) -> str:
        return f"{self.object.get_kind_display()}　{self.object.title}"

    def get_success_url(self, made):
        return self.object.get_absolute_url()

    def back(self):
        return self.object.get_absolute_url(), self.object.title


class ChangeMeeting(GuardedPage, OfMeeting):
    title = "会議を直す"
    form_class = MeetingForm
    success_message = "会議を保存しました。"

    def get_initial(self):
        names = [name for name in self.form_class.base_fields if name != "staff"]
        return {name: getattr(self.object, name) for name in names} | {"staff": self._attended()}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"attended": self._attended()}

    def current(self, record, name):
        return self._attended() if name == "staff" else getattr(record, name)

    def act(self, form):
        return minuting.change_meeting(
            self.object, self.version, today=timezone.localdate(), by=self.request.user, **form.cleaned_data
        )

    def _attended(self) -> list[int]:
        return list(self.object.staff.order_by("pk").values_list("pk", flat=True))


class VoidMeeting(OfMeeting):
    title = "会議を取り消す"
    submit = "取り消す"
    form_class = VoidMeetingForm
    success_message = "会議を取り消しました。月次報告には数えません。"

    def act(self, form):
        return minuting.void_meeting(self.object, self.version, by=self.request.user, **form.cleaned_data)


class Answer(GuardedPage, OfMeeting):
    title = "議事録に答える"
    submit = "答える"
    form_class = AnswerForm
    success_message = "答えを記録しました。"

    def act(self, form):
        given = form.cleaned_data
        answers = {AnswerForm.AGREES: submitting.acknowledge, AnswerForm.CORRECTS: submitting.send_back}
        return answers[given["answer"]](self.object, self.version, words=given["words"], by=self.request.user)


class AddAction(GuardedPage, ActForm):
    guarded_subject = MeetingAction._meta.label
    title = "することを加える"
    submit = "加える"
    form_class = ActionForm
    success_message = "することを加えました。期日になるまで、担当者の今日の仕事に並びます。"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.meeting = _visible(request, kwargs["pk"])

    def get_initial(self):
        return {"assigned_to": self.request.user.pk}

    def act(self, form):
        return following_up.agree(self.meeting, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return self.meeting.get_absolute_url()

    def back(self):
        return self.meeting.get_absolute_url(), self.meeting.title


class OfAction(EditForm):
    """A form about something to do that goes back to its meeting."""

    guarded_subject = MeetingAction._meta.label

    def get_object(self):
        action = get_object_or_404(MeetingAction.objects.select_related("meeting"), pk=self.kwargs["pk"])
        if not action.meeting.opens_to(self.request.user) and action.assigned_to_id != self.request.user.pk:
            raise Http404
        return action

    @property
    def lead(self) -> str:
        return self.object.what

    def get_success_url(self, made):
        opens = self.object.meeting.opens_to(self.request.user)
        return self.object.meeting.get_absolute_url() if opens else reverse("home")

    def back(self):
        return self.get_success_url(self.object), "会議"


class MoveAction(OfAction):
    title = "期日・担当者を変える"
    form_class = MoveActionForm
    success_message = "期日・担当者を変えました。"

    def get_initial(self):
        return {"due_on": self.object.due_on, "assigned_to": self.object.assigned_to_id}

    def act(self, form):
        return following_up.move_action(self.object, self.version, by=self.request.user, **form.cleaned_data)


class FinishAction(GuardedPage, OfAction):
    title = "済みにする"
    submit = "済みにする"
    form_class = FinishForm
    success_message = "済みにしました。"

    def act(self, form):
        return following_up.finish_action(self.object, self.version, by=self.request.user, **form.cleaned_data)


@require_POST
def submit(request, pk: int):
    """The supervisor gives the minutes to the prefecture."""
    record = _visible(request, pk)
    try:
        submitting.submit_minutes(record, number_of(request.POST.get("version", "")) or 0, by=request.user)
        messages.success(request, "県に提出しました。県が答えるまで、議事録は変わりません。")
    except (DomainError, EditConflict) as error:
        messages.error(request, error.message)
    return redirect(record.get_absolute_url())


def _visible(request, pk: int) -> Meeting:
    found = Meeting.objects.visible_to(request.user).select_related("submitted_by", "answered_by", "changed_by")
    return get_object_or_404(found, pk=pk)
