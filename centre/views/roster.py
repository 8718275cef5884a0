"""Pages of the roster: the month as everybody reads it, the grid that the supervisor fills, its history and files."""

import json
from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.fiscal_year import Month
from centre.models import Duty, DutyChange, User
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import may
from centre.roster import files, month_page, recording
from centre.roster.forms import DutyForm, RosterForm

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def roster(request):
    """The month that runs."""
    return redirect("centre:roster_month", Month.of(timezone.localdate()))


def roster_month(request, month: str):
    """A month with its gaps in words."""
    page = month_page.read_month(_month(month))
    return render(request, "centre/roster.html", {"page": page, "may_edit": may(request.user, "roster.edit")})


class EditRoster(ActForm):
    """A month of cells, saved together; cells that somebody else has changed meanwhile are named, none is lost."""

    template_name = "centre/roster_edit.html"
    form_class = RosterForm
    title = "勤務表を入れる"

    def dispatch(self, request, *args, **kwargs):
        self.month = _month(kwargs["month"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def page(self) -> month_page.MonthPage:
        if not hasattr(self, "_page"):
            self._page = month_page.read_month(self.month)
        return self._page

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cells": self.page.cell_names}

    def act(self, form):
        self.changed = recording.record_cells(form.changes, by=self.request.user)
        return self.month

    def get_success_url(self, made):
        messages.success(self.request, f"勤務表を保存しました（{self.changed}か所を変更）。")
        return reverse("centre:roster_month", args=[self.month])

    def back(self):
        return reverse("centre:roster_month", args=[self.month]), "勤務表"

    def get_context_data(self, **kwargs):
        form = kwargs["form"] if "form" in kwargs else self.get_form()
        typed = {name: form.data[name] for name in self.page.cell_names if name in form.data} if form.is_bound else {}
        rows = self.page.choices(typed)
        return super().get_context_data(
            **kwargs, page=self.page, rows=rows, base=json.dumps(self.page.codes, ensure_ascii=False)
        )


class EditDay(EditForm):
    """One day of a person: hours that the grid does not offer, and a remark."""

    form_class = DutyForm
    success_message = "勤務を保存しました。"

    def get_object(self):
        self.person = get_object_or_404(User, pk=self.kwargs["user"])
        self.day = _day(self.kwargs["day"])
        self.title = f"{self.person.name}の勤務　{self.day.year}年{self.day.month}月{self.day.day}日"
        found = Duty.objects.filter(user=self.person, date=self.day).first()
        return found or Duty(user=self.person, date=self.day, kind="", starts_at=None, ends_at=None, version=0)

    def get_initial(self):
        return {name: getattr(self.object, name) for name in ("kind", "starts_at", "ends_at", "remark")}

    def act(self, form):
        remark = form.cleaned_data["remark"]
        recording.record_day(self.person, self.day, self.version, form.content, remark=remark, by=self.request.user)
        return self.object

    def get_success_url(self, made):
        return reverse("centre:roster_month", args=[Month.of(self.day)])

    def back(self):
        return reverse("centre:roster_month", args=[Month.of(self.day)]), "勤務表"


@require_POST
def copy_pattern(request, month: str):
    """Fill empty cells with last month's pattern, or those of one week with the week before."""
    of_month = _month(month)
    monday = request.POST.get("week", "")
    filled = (
        recording.copy_week(_day(monday), by=request.user)
        if monday
        else recording.copy_month(of_month, by=request.user)
    )
    if filled:
        messages.success(request, f"空いていた{filled}か所に写しました。休暇や出張は写しません。")
    else:
        messages.info(request, "写すところがありませんでした。写し元に出勤がないか、すべて入っています。")
    return redirect("centre:roster_month", of_month)


class RosterHistory(ListPage):
    """Every change of a month's roster, newest first."""

    template_name = "centre/roster_history.html"

    def get_base_queryset(self):
        self.month = _month(self.kwargs["month"])
        return DutyChange.objects.filter(date__range=(self.month.start, self.month.end)).select_related(
            "user", "changed_by"
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(month=self.month, **kwargs)


def roster_excel(request, month: str):
    """The month as a workbook."""
    page = month_page.read_month(_month(month))
    return _file(files.write_excel(page), EXCEL, f"勤務表_{page.month}.xlsx")


def roster_pdf(request, month: str):
    """The month on one sheet of paper."""
    page = month_page.read_month(_month(month))
    return _file(files.write_pdf(page), "application/pdf", f"勤務表_{page.month}.pdf")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _month(text: str) -> Month:
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise Http404 from error
    if not 2019 <= month.year <= 2100:
        raise Http404
    return month


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
