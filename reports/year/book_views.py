"""Pages of the books: costs and personnel of a fiscal year."""

from django.shortcuts import get_object_or_404, render

from centre.files import download, without_content
from centre.pages import ListPage
from centre.roles import may
from reports.models import Cost, Labour, Work
from reports.year import bookkeeping
from reports.year.books import books_excel
from reports.year.forms import CostForm, LabourChangeForm, LabourForm, VoidForm
from reports.year.money import kept_until, money_of
from reports.year.pages import YearAct, YearEdit, of_year, year_from


class Costs(ListPage):
    """The payments of a year, with the sums of all money by part of the commission."""

    template_name = "reports/year/costs.html"

    def get_base_queryset(self):
        self.year = year_from(self.request.GET.get("year", ""))
        return Cost.objects.filter(fiscal_year=self.year.year)

    def get_context_data(self, **kwargs):
        money = money_of(self.year)
        sums = [(work.label, money.labour_by_work.get(work, 0), money.costs_by_work.get(work, 0)) for work in Work]
        return super().get_context_data(
            money=money,
            sums=[(label, labour, costs, labour + costs) for label, labour, costs in sums],
            total=money.labour + money.costs,
            kept_until=kept_until(self.year),
            may_edit=may(self.request.user, "costs.edit"),
            **of_year(self.year),
            **kwargs,
        )


class Labours(ListPage):
    """The personnel costs of a year: person, month, hours, rate, amount."""

    template_name = "reports/year/labour.html"

    def get_base_queryset(self):
        self.year = year_from(self.request.GET.get("year", ""))
        return (
            Labour.objects.filter(fiscal_year=self.year.year).select_related("user").order_by("-month", "user", "work")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            kept_until=kept_until(self.year),
            may_edit=may(self.request.user, "costs.edit"),
            **of_year(self.year),
            **kwargs,
        )


class AddCost(YearAct):
    title = "経費を記録"
    lead = "年度は支払日で決まります。記録は消せません。間違えたときは、直すか、理由を書いて取り消します。"
    form_class = CostForm
    success_message = "経費を記録しました。"
    page, page_label = "reports:costs", "経費と人件費"

    def act(self, form):
        return bookkeeping.record_cost(by=self.request.user, **form.cleaned_data)


class ChangeCost(YearEdit):
    title = "経費を直す"
    form_class = CostForm
    success_message = "経費を保存しました。"
    page, page_label = "reports:costs", "経費と人件費"

    def get_object(self):
        return get_object_or_404(Cost, pk=self.kwargs["pk"])

    def act(self, form):
        return bookkeeping.change_cost(self.object, self.version, by=self.request.user, **form.cleaned_data)


class VoidCost(YearEdit):
    title = "経費を取り消す"
    lead = "合計から外します。記録と証拠書類は残ります。"
    submit = "取り消す"
    form_class = VoidForm
    success_message = "経費を取り消しました。"
    page, page_label = "reports:costs", "経費と人件費"

    def get_object(self):
        return get_object_or_404(Cost, pk=self.kwargs["pk"])

    def act(self, form):
        return bookkeeping.void_cost(self.object, self.version, by=self.request.user, **form.cleaned_data)


class AddLabour(YearAct):
    title = "人件費を記録"
    lead = "職員・月・業務ごとに1件です。金額は時間×単価で計算します。"
    form_class = LabourForm
    success_message = "人件費を記録しました。"
    page, page_label = "reports:labour", "人件費"

    def act(self, form):
        return bookkeeping.record_labour(by=self.request.user, **form.cleaned_data)


class ChangeLabour(YearEdit):
    title = "人件費を直す"
    form_class = LabourChangeForm
    success_message = "人件費を保存しました。"
    page, page_label = "reports:labour", "人件費"

    def get_object(self):
        return get_object_or_404(Labour, pk=self.kwargs["pk"])

    def act(self, form):
        return bookkeeping.change_labour(self.object, self.version, by=self.request.user, **form.cleaned_data)


def history(request, pk: int):
    """A payment as it was recorded, corrected and voided."""
    cost = get_object_or_404(Cost, pk=pk)
    revisions = cost.revisions.select_related("recorded_by").order_by("-pgh_id")
    return render(request, "reports/year/cost_history.html", {"cost": cost, "revisions": revisions})


def cost_evidence(request, pk: int):
    """The scan of a payment's voucher."""
    return download(get_object_or_404(without_content(), pk=_evidence(Cost, pk)))


def labour_evidence(request, pk: int):
    """The scan of the papers behind a line of personnel costs."""
    return download(get_object_or_404(without_content(), pk=_evidence(Labour, pk)))


def books(request):
    """The books of a year as Excel."""
    return download(books_excel(year_from(request.GET.get("year", ""))))


def _evidence(model, pk: int) -> int | None:
    return get_object_or_404(model, pk=pk).evidence_id
