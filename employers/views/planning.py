"""Pages of trips to come, of areas, and of employers to ask again."""

import calendar as weeks
from datetime import date

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from centre.errors import DomainError
from centre.fiscal_year import Month
from centre.models import Municipality, User
from centre.numbers import number_of
from centre.pages import PAGE_SIZE, ActForm, EditForm, SearchPaginator
from employers import areas, confirming, planning
from employers.forms.planning import ManyPlansForm, OnePlanForm, PlanForm, visitors
from employers.models import Establishment, PlannedVisit
from employers.views.register import OfEstablishment


class Suggestions(ActForm):
    """Whom to visit next and why, by area; the ticked ones are planned for one day."""

    template_name = "employers/plan_suggestions.html"
    form_class = ManyPlansForm
    title = "訪問先の候補"
    lead = "理由の重い順に、地域ごとにまとめています。印を付けて、日と人を決めます。"
    submit = "予定に入れる"

    def get_initial(self):
        return {"visitor": self.request.user.pk}

    def act(self, form):
        picked = [pk for text in self.request.POST.getlist("picked") if (pk := number_of(text)) is not None]
        chosen = list(Establishment.objects.filter(pk__in=picked).order_by("pk"))
        reasons = {one.pk: self.request.POST.get(f"reason_{one.pk}", "") for one in chosen}
        data = form.cleaned_data
        plans = planning.plan_many(
            chosen, reasons, planned_on=data["planned_on"], visitor=data["visitor"], by=self.request.user
        )
        messages.success(self.request, f"{len(plans)}件の訪問を予定に入れました。")
        return plans

    def get_success_url(self, made):
        return f"{reverse('employers:plan')}?month={made[0].planned_on:%Y-%m}"

    def back(self):
        return reverse("employers:plan"), "訪問の計画"

    def get_context_data(self, **kwargs):
        area, candidates = self.request.GET.get("area", ""), Establishment.objects.all()
        if area:
            candidates = candidates.filter(municipality__wide_area=area)
        found = planning.suggest(timezone.localdate(), candidates)
        every = Municipality.objects.order_by("wide_area").values_list("wide_area", flat=True).distinct()
        return super().get_context_data(
            groups=planning.by_area(found),
            area=area,
            areas=every,
            picked=self.request.POST.getlist("picked"),
            **kwargs,
        )


class PlanOne(OfEstablishment):
    form_class = OnePlanForm
    title = "訪問を予定する"
    submit = "予定に入れる"
    success_message = "訪問を予定に入れました。"

    def get_initial(self):
        return {"visitor": self.request.user.pk}

    def act(self, form):
        return planning.plan_visit(self.establishment, by=self.request.user, **form.cleaned_data)


class ChangePlan(EditForm):
    form_class = PlanForm
    title = "訪問の予定を変える"
    success_message = "予定を変えました。"

    def get_object(self):
        return get_object_or_404(PlannedVisit.objects.select_related("establishment"), pk=self.kwargs["pk"])

    def get_initial(self):
        return {name: getattr(self.object, name) for name in ("planned_on", "starts_at", "visitor")}

    def act(self, form):
        return planning.change_plan(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return f"{reverse('employers:plan')}?month={made.planned_on:%Y-%m}"

    def back(self):
        return f"{reverse('employers:plan')}?month={self.object.planned_on:%Y-%m}", "訪問の計画"


@require_POST
def cancel_plan(request, pk: int):
    """Call a trip off."""
    plan = get_object_or_404(PlannedVisit.objects.select_related("establishment"), pk=pk)
    try:
        planning.cancel(plan, by=request.user)
        messages.success(request, f"「{plan.establishment.name}」の訪問を取りやめました。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{reverse('employers:plan')}?month={plan.planned_on:%Y-%m}")


def month_plan(request):
    """The month as a calendar, for one person or for all."""
    month = _month(request.GET.get("month", ""))
    who = request.GET.get("who", "")
    visitor = User.objects.filter(pk=number_of(who)).first()
    plans: dict[date, list[PlannedVisit]] = {}
    for plan in planning.month_plan(month.start, month.end, visitor):
        plans.setdefault(plan.planned_on, []).append(plan)
    grid = [
        [{"day": day, "inside": day.month == month.month, "plans": plans.get(day, [])} for day in week]
        for week in weeks.Calendar(weeks.SUNDAY).monthdatescalendar(month.year, month.month)
    ]
    context = {
        "month": month,
        "weeks": grid,
        "visitors": visitors(),
        "visitor": visitor,
        "count": sum(map(len, plans.values())),
    }
    return render(request, "employers/plan_month.html", context)


def area_view(request):
    """The register by municipality, with its chart."""
    found = areas.places(timezone.localdate())
    return render(request, "employers/plan_areas.html", {"places": found, "shapes": areas.chart(found)})


class ConfirmationList(ListView):
    """Employers whose data nobody has confirmed for too long."""

    template_name = "employers/confirmations.html"
    paginate_by = PAGE_SIZE
    paginator_class = SearchPaginator

    def get_queryset(self):
        return confirming.overdue(timezone.localdate()).select_related("municipality")

    def get_context_data(self, **kwargs):
        return super().get_context_data(intervals=confirming.intervals(timezone.localdate()), **kwargs)


@require_POST
def confirm(request, pk: int):
    """The employer's data were confirmed today."""
    establishment = confirming.confirm(get_object_or_404(Establishment, pk=pk), by=request.user)
    messages.success(request, f"「{establishment.name}」の内容を確認しました。")
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("employers:confirmations")
    return HttpResponseRedirect(back)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        return Month.of(timezone.localdate())
