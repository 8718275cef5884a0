"""Contract, calendar, duty and people: what an administrator keeps and everybody reads."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre import administration
from centre.calendar import opening_days
from centre.fiscal_year import FiscalYear, Month
from centre.models import Closure, Contract, User
from centre.numbers import year_of
from centre.pages import ActForm, EditForm, ListPage
from centre.registry import registry
from centre.roles import may
from centre.settings_forms import AccountChangeForm, AccountForm, ClosureForm, ContractForm, NewContractForm


def contract(request):
    """The contracts, newest fiscal year first."""
    return render(
        request,
        "centre/contract.html",
        {"contracts": Contract.objects.all(), "may_edit": may(request.user, "contract.edit")},
    )


class OpenContract(ActForm):
    title = "次の年度の契約を追加"
    lead = "休業日は「開設日の暦」で年度ごとに追加します。"
    form_class = NewContractForm
    success_message = "契約を追加しました。"

    def act(self, form):
        return administration.open_contract(by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("centre:contract")

    def back(self):
        return reverse("centre:contract"), "契約と目標"


class ChangeContract(EditForm):
    title = "契約と目標を直す"
    form_class = ContractForm
    success_message = "契約の設定を保存しました。"

    def get_object(self):
        return get_object_or_404(Contract, pk=self.kwargs["pk"])

    def act(self, form):
        return administration.change_contract(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("centre:contract")

    def back(self):
        return reverse("centre:contract"), "契約と目標"


def calendar(request):
    """Closed days of a fiscal year and the number of days open per month."""
    year = _fiscal_year(request.GET.get("year", ""))
    days = opening_days(year.start, year.end)
    context = {
        "year": year,
        "earlier": year.year - 1,
        "later": year.year + 1,
        "closures": Closure.objects.filter(date__range=(year.start, year.end)),
        "months": [(month, sum(Month.of(day) == month for day in days)) for month in year.months],
        "open_days": len(days),
        "may_edit": may(request.user, "closures.edit"),
    }
    return render(request, "centre/calendar.html", context)


class AddClosure(ActForm):
    title = "休業日を追加"
    lead = (
        "土曜と日曜は入れなくても休業です。天災などで臨時に閉めるときは、直ちに県に相談し、"
        "相談した日時・相手・県の指示を記録します（契約 8(1)①）。"
    )
    form_class = ClosureForm
    success_message = "休業日を追加しました。"

    def act(self, form):
        data = dict(form.cleaned_data)
        return administration.close_day(day=data.pop("date"), by=self.request.user, **data)

    def get_success_url(self, made):
        return f"{reverse('centre:calendar')}?year={FiscalYear.of(made.date).year}"

    def back(self):
        return reverse("centre:calendar"), "開設日の暦"


class ChangeClosure(EditForm):
    title = "休業日を直す"
    form_class = ClosureForm
    success_message = "休業日を保存しました。"

    def get_object(self):
        return get_object_or_404(Closure, pk=self.kwargs["pk"])

    def act(self, form):
        return administration.change_closure(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return f"{reverse('centre:calendar')}?year={FiscalYear.of(made.date).year}"

    def back(self):
        return reverse("centre:calendar"), "開設日の暦"


@require_POST
def open_day(request, pk: int):
    """Take a closed day out of the calendar."""
    closure = get_object_or_404(Closure, pk=pk)
    administration.open_day(closure, by=request.user)
    messages.success(request, f"{closure.name}を休業日から外しました。")
    return redirect(f"{reverse('centre:calendar')}?year={FiscalYear.of(closure.date).year}")


class UserList(ListPage):
    """People with an account."""

    template_name = "centre/users.html"

    def get_base_queryset(self):
        return User.objects.annotate(factors=Count("authenticator")).order_by("name", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_edit=may(self.request.user, "users.edit"), **kwargs)


class OpenAccount(ActForm):
    title = "職員を登録"
    lead = "個人情報を扱う人は、あらかじめ県に報告してから登録します（特記事項 第4）。"
    form_class = AccountForm
    success_message = "職員を登録しました。"

    def act(self, form):
        return administration.open_account(by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("centre:users")

    def back(self):
        return reverse("centre:users"), "職員と役割"


class ChangeAccount(ActForm):
    title = "職員の役割を直す"
    form_class = AccountChangeForm
    success_message = "職員の内容を保存しました。"

    def dispatch(self, request, *args, **kwargs):
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        """What closing the account will bring about."""
        return "".join(one.foretell(self.person) for one in registry.account_closings if self.person.is_active)

    def get_initial(self):
        return {name: getattr(self.person, name) for name in ("name", "role", "organisation", "is_active")}

    def act(self, form):
        return administration.change_account(self.person, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("centre:users")

    def back(self):
        return reverse("centre:users"), "職員と役割"


def _fiscal_year(text: str) -> FiscalYear:
    year = year_of(text, 2019, 2100)
    return FiscalYear(year) if year else FiscalYear.of(timezone.localdate())
