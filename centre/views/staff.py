"""Pages of the staff: posts with their history, qualifications with evidence, and trainings."""

from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.files import download, without_content
from centre.fiscal_year import FiscalYear
from centre.models import Appointment, Qualification, Training, User
from centre.numbers import year_of
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import OUTSIDE, may
from centre.roster import staffing, training
from centre.roster.forms import AppointmentForm, HeldForm, QualificationForm, TrainingForm


class StaffList(ListPage):
    """The contractor's staff with their posts of today, qualifications and training of the year."""

    template_name = "centre/staff.html"

    def get_base_queryset(self):
        today = timezone.localdate()
        return (
            User.objects.exclude(role__in=OUTSIDE)
            .filter(is_active=True)
            .prefetch_related(
                Prefetch("appointments", staffing.in_post(today, today), to_attr="posts"),
                "qualifications",
            )
            .order_by("name", "pk")
        )

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        return super().get_context_data(
            may_edit=may(self.request.user, "staff.edit"),
            untrained=set(training.untrained(today).values_list("pk", flat=True)),
            supervisors=Appointment.objects.filter(post=Appointment.Post.SUPERVISOR).select_related("user"),
            **kwargs,
        )


def person(request, pk: int):
    """Somebody's posts, qualifications and trainings."""
    user = get_object_or_404(User.objects.exclude(role__in=OUTSIDE), pk=pk)
    context = {
        "person": user,
        "appointments": user.appointments.all(),
        "qualifications": user.qualifications.all(),
        "attended": Training.objects.filter(attendances__user=user).order_by("-held_on"),
        "may_edit": may(request.user, "staff.edit"),
    }
    return render(request, "centre/staff_person.html", context)


class _OfPerson:
    """A form about a member of the staff, which leads back to their page."""

    def dispatch(self, request, *args, **kwargs):
        self.person = self.get_person()
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return reverse("centre:staff_person", args=[self.person.pk])

    def back(self):
        return reverse("centre:staff_person", args=[self.person.pk]), self.person.name


class Appoint(_OfPerson, ActForm):
    title = "任用を追加"
    lead = "職、常勤・非常勤、派遣の別が変わるときは、前の任用に終わる日を入れてから、新しい任用を追加します。"
    form_class = AppointmentForm
    success_message = "任用を追加しました。"

    def get_person(self):
        return get_object_or_404(User.objects.exclude(role__in=OUTSIDE), pk=self.kwargs["pk"])

    def act(self, form):
        return staffing.appoint(self.person, by=self.request.user, **form.cleaned_data)


class ChangeAppointment(_OfPerson, EditForm):
    title = "任用を直す"
    form_class = AppointmentForm
    success_message = "任用を保存しました。"

    def get_object(self):
        return get_object_or_404(Appointment.objects.select_related("user"), pk=self.kwargs["pk"])

    def get_person(self):
        return self.get_object().user

    def act(self, form):
        return staffing.change_appointment(self.object, self.version, by=self.request.user, **form.cleaned_data)


class AddQualification(_OfPerson, ActForm):
    template_name = "centre/form_with_file.html"
    title = "資格を追加"
    lead = "相談員には、キャリアコンサルタントなどの資格か、同等の能力・経験が要ります（契約 7(2)③）。"
    form_class = QualificationForm
    success_message = "資格を追加しました。"

    def get_person(self):
        return get_object_or_404(User.objects.exclude(role__in=OUTSIDE), pk=self.kwargs["pk"])

    def act(self, form):
        return staffing.add_qualification(self.person, by=self.request.user, **form.cleaned_data)


class ChangeQualification(_OfPerson, EditForm):
    template_name = "centre/form_with_file.html"
    title = "資格を直す"
    form_class = QualificationForm
    success_message = "資格を保存しました。"

    def get_object(self):
        return get_object_or_404(Qualification.objects.select_related("user"), pk=self.kwargs["pk"])

    def get_person(self):
        return self.get_object().user

    def get_form_kwargs(self):
        # The stored copy is no upload; the field begins empty and keeps what is there.
        return super().get_form_kwargs() | {"initial": {"evidence": None}}

    def act(self, form):
        return staffing.change_qualification(self.object, self.version, by=self.request.user, **form.cleaned_data)


def evidence(request, pk: int):
    """The copy of a qualification's paper."""
    found = get_object_or_404(Qualification, pk=pk, evidence__isnull=False)
    return download(without_content().get(pk=found.evidence_id))


class TrainingList(ListPage):
    """Trainings of a fiscal year, planned and held, and who has not taken part yet."""

    template_name = "centre/trainings.html"

    def get_base_queryset(self):
        year = year_of(self.request.GET.get("year", ""), 2019, 2100)
        self.year = FiscalYear(year) if year else FiscalYear.of(timezone.localdate())
        return (
            Training.objects.filter(planned_on__range=(self.year.start, self.year.end))
            .annotate(attended=Count("attendances"))
            .prefetch_related("people")
            .order_by("-planned_on", "-pk")
        )

    def get_context_data(self, **kwargs):
        day = min(self.year.end, timezone.localdate())
        return super().get_context_data(
            year=self.year,
            earlier=self.year.year - 1,
            later=self.year.year + 1,
            untrained=training.untrained(day),
            may_edit=may(self.request.user, "training.edit"),
            **kwargs,
        )


class PlanTraining(ActForm):
    title = "研修を予定に入れる"
    form_class = TrainingForm
    success_message = "研修を予定に入れました。"

    def act(self, form):
        return training.plan_training(by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("centre:trainings")

    def back(self):
        return reverse("centre:trainings"), "研修"


class ChangeTraining(PlanTraining, EditForm):
    title = "研修の予定を直す"
    success_message = "研修の予定を保存しました。"

    def get_object(self):
        return get_object_or_404(Training, pk=self.kwargs["pk"])

    def act(self, form):
        return training.change_training(self.object, self.version, by=self.request.user, **form.cleaned_data)


class HoldTraining(EditForm):
    template_name = "centre/form_with_file.html"
    title = "研修の実施を記録"
    form_class = HeldForm
    success_message = "研修の実施を記録しました。"

    def get_object(self):
        return get_object_or_404(Training, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"training": self.object}

    def get_initial(self):
        return {
            "held_on": self.object.held_on or self.object.planned_on,
            "people": self.object.people.all() if self.object.held_on else (),
        }

    def act(self, form):
        return training.hold_training(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("centre:trainings")

    def back(self):
        return reverse("centre:trainings"), "研修"


def materials(request, pk: int):
    """The materials of a training."""
    found = get_object_or_404(Training, pk=pk, materials__isnull=False)
    return download(without_content().get(pk=found.materials_id))
