"""Pages of the end of the contract: return, handover, inventory, and the course of each erasure."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.errors import DomainError
from centre.files import download
from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.pages import ActForm, ListPage
from centre.roles import may
from privacy.access import record_access
from privacy.erasing import asking, certificate_paper, certifying, finishing, handing_over, inventory, keeping, packing
from privacy.erasing.forms import ApplicationForm, DecisionForm, ExecutionForm, WithdrawalForm, YearForm
from privacy.erasing.surviving import place_in_words
from privacy.erasing.ways import people
from privacy.models import AccessLog, Erasure, ErasureCertificate, ReturnPackage
from privacy.sharing.password_pages import PasswordOnce

PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENCRYPTED = "個人情報が入るので、パスワード付きのZIP（AES-256）になります。"


class Erasures(ListPage):
    """What was returned, and every erasure with where it stands."""

    template_name = "privacy/erasures.html"

    def get_base_queryset(self):
        return Erasure.objects.select_related("requested_by", "decided_by", "certificate")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            packages=ReturnPackage.objects.select_related("made_by", "downloaded_by")[:20],
            may_ask=may(self.request.user, "erasure.ask"),
            may_download=may(self.request.user, "erasure.download"),
            **kwargs,
        )


def inventory_page(request):
    """Every copy of what is held, with its number and how it is erased."""
    return render(request, "privacy/inventory.html", {"lines": inventory.everything()})


def erasure_page(request, pk: int):
    """One erasure: application, decision, what was done, certificate."""
    found = Erasure.objects.select_related("requested_by", "decided_by", "executed_by", "package", "certificate")
    erasure = get_object_or_404(found, pk=pk)
    certificate = ErasureCertificate.objects.filter(erasure=erasure).first()
    is_own = erasure.requested_by_id == request.user.pk
    needed = "erasure.approve_contract" if erasure.scope == Erasure.Scope.CONTRACT else "erasure.approve"
    waits = erasure.state == Erasure.State.REQUESTED
    context = {
        "erasure": erasure,
        "certificate": certificate,
        "places": [(place_in_words(place), count) for place, count in erasure.scan.get("places", {}).items()],
        "is_genuine": certificate and certifying.is_genuine(certificate),
        "may_decide": waits and may(request.user, needed) and not is_own,
        "may_withdraw": erasure.state in ("requested", "approved") and may(request.user, "erasure.ask"),
        "may_execute": erasure.state in ("approved", "erased") and may(request.user, "erasure.ask"),
    }
    return render(request, "privacy/erasure.html", context)


class _Erasing(ActForm):
    """Forms that lead to the erasure they are about."""

    def get_success_url(self, made):
        return reverse("privacy:erasure", args=[made.pk])

    def back(self):
        return reverse("privacy:erasures"), "返還と消去"


class _Packing(_Erasing):
    form_class = YearForm
    submit = "作る"

    def get_form_kwargs(self):
        years = [
            FiscalYear(year)
            for year in Contract.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
        ]
        return super().get_form_kwargs() | {"years": years}

    def get_success_url(self, made):
        return reverse("centre:job", args=[made.pk])


class MakePackage(_Packing):
    title = "返還一式を作る"
    lead = "預かった記録のすべてを、開いた形式（CSV UTF-8）と説明、照合値にまとめます。" + ENCRYPTED

    def act(self, form):
        return packing.ask_for_package(FiscalYear(int(form.cleaned_data["year"])), by=self.request.user)


class MakeHandover(_Packing):
    title = "引継ぎ一式を作る"
    lead = "開いている件、約束、期限の近い求人、回答のないつなぎを、ExcelとPDFにまとめます。" + ENCRYPTED

    def act(self, form):
        return handing_over.ask_for_handover(FiscalYear(int(form.cleaned_data["year"])), by=self.request.user)


@require_POST
def package_file(request, pk: int):
    """Save a package; who saved it first and when is kept."""
    package = get_object_or_404(ReturnPackage, pk=pk)
    try:
        file = keeping.hand_out(package, by=request.user, address=request.META.get("REMOTE_ADDR") or None)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("privacy:erasures")
    return download(file)


class ShowPackagePassword(PasswordOnce):
    """The password of a package, for who made it."""

    def dispatch(self, request, *args, **kwargs):
        self.package = get_object_or_404(ReturnPackage, pk=kwargs["pk"], made_by=request.user)
        return super().dispatch(request, *args, **kwargs)

    def show(self, **terms) -> str:
        return keeping.show_password(self.package, **terms)

    def back(self):
        return reverse("privacy:erasures"), "返還と消去"


class Apply(_Erasing):
    """The application for the end of a contract, on the ground of a package that was handed over."""

    title = "消去を申請する"
    lead = "すべての写しの一覧を付けて、県に申請します。県担当者が画面で承認するまで、何も消えません。"
    form_class = ApplicationForm
    submit = "申請する"
    success_message = "申請しました。県担当者の承認を待ちます。"

    def dispatch(self, request, *args, **kwargs):
        self.package = get_object_or_404(ReturnPackage, pk=kwargs["pk"], kind=ReturnPackage.Kind.RETURN)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"ground": "契約の終了に伴う消去（特記事項 第13）", "planned_on": timezone.localdate()}

    def act(self, form):
        return asking.ask_for_contract(self.package, by=self.request.user, **form.cleaned_data)


class ApplyForPerson(_Erasing):
    """The application for one person's records."""

    title = "この方の記録の消去を申請する"
    lead = "氏名・連絡先・相談の内容などを消します。件数だけの統計と、法令で残す帳簿は残ります。別の人が承認します。"
    form_class = ApplicationForm
    submit = "申請する"
    success_message = "申請しました。事業統括責任者か県担当者の承認を待ちます。"

    def dispatch(self, request, *args, **kwargs):
        models = {model._meta.label: model for model in people()}
        model = models.get(kwargs["subject"])
        if model is None:
            raise Http404(kwargs["subject"])
        self.person = get_object_or_404(model, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"planned_on": timezone.localdate()}

    def act(self, form):
        return asking.ask_for_person(self.person, by=self.request.user, **form.cleaned_data)


class _OfAnErasure(_Erasing):
    def dispatch(self, request, *args, **kwargs):
        self.erasure = get_object_or_404(Erasure, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        return reverse("privacy:erasure", args=[self.erasure.pk]), str(self.erasure)


class Decide(_OfAnErasure):
    title = "消去を承認するか決める"
    lead = "申請した人とは別の人が決めます。契約の終了の消去は、県担当者だけが承認できます。"
    form_class = DecisionForm
    submit = "決定する"
    success_message = "決定を記録しました。"

    def act(self, form):
        verdict, decision = form.cleaned_data["verdict"], form.cleaned_data["decision"]
        decide = asking.approve if verdict == DecisionForm.APPROVE else asking.refuse
        return decide(self.erasure, decision=decision, by=self.request.user)


class Withdraw(_OfAnErasure):
    title = "申請を取り下げる"
    lead = "まだ消していない申請を取り下げます。何も消えません。承認のあとに取り下げた申請は、申請し直します。"
    form_class = WithdrawalForm
    submit = "取り下げる"
    success_message = "申請を取り下げました。"

    def act(self, form):
        return asking.withdraw(self.erasure, by=self.request.user)


class Execute(_OfAnErasure):
    title = "消去を実行する"
    lead = "承認された消去を実行します。契約の終了の消去では、全員が一度ログアウトされます。"
    form_class = ExecutionForm
    submit = "消去を実行する"

    def act(self, form):
        return finishing.ask_to_execute(
            self.erasure, by=self.request.user, explanation=form.cleaned_data["explanation"]
        )

    def get_success_url(self, made):
        return reverse("centre:job", args=[made.pk])


def certificate_pdf(request, pk: int):
    """The certificate as PDF."""
    return _paper(request, pk, certificate_paper.write_pdf, PDF, "pdf")


def certificate_excel(request, pk: int):
    """The certificate as a workbook."""
    return _paper(request, pk, certificate_paper.write_excel, EXCEL, "xlsx")


def _paper(request, pk: int, write, content_type: str, ending: str):
    certificate = get_object_or_404(ErasureCertificate.objects.select_related("erasure"), erasure=pk)
    record_access(request, AccessLog.Action.PRINT, ErasureCertificate._meta.label, certificate.pk, str(certificate))
    response = HttpResponse(write(certificate), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="erasure-{certificate.number}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
