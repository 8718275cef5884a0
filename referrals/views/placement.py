"""Pages of a licensed placement (modes B and C); without a licence in force none of them exists (DESIGN §4.5)."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.pages import ActForm, ListPage
from privacy.access import record_access
from privacy.guarding import GuardedPage
from privacy.models import AccessLog
from referrals import letters
from referrals.hiring_forms import ExportForm, GroundForm, PlainForm
from referrals.licence import licence_on
from referrals.models import Letter, Referral
from referrals.registers import BASIS, REGISTERS, lines_of, records_of, write_excel, year_figures

PDF, EXCEL = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR = 2019


class Licensed:
    """A page that is there only while a licence is in force."""

    def dispatch(self, request, *args, **kwargs):
        self.licence = _licence()
        return super().dispatch(request, *args, **kwargs)


class Issue(Licensed, ActForm):
    """Issue the letter of a course."""

    form_class = PlainForm
    title = "紹介状を出す"
    submit = "紹介状を出す"
    success_message = "紹介状を出しました。印刷して企業に渡してください。"

    def dispatch(self, request, *args, **kwargs):
        self.referral = get_object_or_404(Referral.objects.for_list(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return (
            f"{self.referral.jobseeker.name}　{self.referral.posting.title}"
            f"（{self.referral.posting.establishment.name}）　本人に見せて、企業に渡すことを確かめてから出します。"
        )

    def act(self, form):
        return letters.issue(self.referral, by=self.request.user)

    def get_success_url(self, made):
        return self.referral.get_absolute_url()

    def back(self):
        return self.referral.get_absolute_url(), "情報提供・応募"


class MakeVoid(Licensed, GuardedPage, ActForm):
    """Make a wrongly issued letter void."""

    guarded_subject = Letter._meta.label
    form_class = GroundForm
    title = "紹介状を取り消す"
    submit = "取り消す"
    success_message = "紹介状を取り消しました。番号は欠番として残ります。"

    def dispatch(self, request, *args, **kwargs):
        self.letter = get_object_or_404(Letter.objects.select_related("referral__jobseeker"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        return f"{self.letter.number}　{self.letter.referral.jobseeker.name}"

    def act(self, form):
        return letters.make_void(self.letter, reason=form.cleaned_data["note"], by=self.request.user)

    def get_success_url(self, made):
        return self.letter.referral.get_absolute_url()

    def back(self):
        return self.letter.referral.get_absolute_url(), "情報提供・応募"


def letter_pdf(request, pk: int) -> HttpResponse:
    """A letter as it was issued; a void one is not printed again."""
    _licence()
    letter = get_object_or_404(Letter, pk=pk, voided_on__isnull=True)
    record_access(request, AccessLog.Action.PRINT, Letter._meta.label, letter.pk)
    return _file(letters.write_pdf(letter), PDF, f"{letters.TITLE}_{letter.number}.pdf", "inline")


class RegisterPage(Licensed, ListPage):
    """A register of a fiscal year, page by page."""

    template_name = "referrals/placement/register.html"
    paginate_by = 25

    def get_base_queryset(self):
        self.register, self.year = _register(self.kwargs["key"]), _year(self.request.GET.get("year", ""))
        return records_of(self.register, self.year)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = context["object_list"]
        record_access(
            self.request, AccessLog.Action.LIST, self.register.subject, detail=f"{self.register.title} {len(shown)}件"
        )
        today = timezone.localdate()
        return context | {
            "register": self.register,
            "year": self.year,
            "years": _years(),
            "rows": list(lines_of(self.register, shown, self.request.user, today)),
            "basis": BASIS,
            "licence": self.licence,
        }


class RegisterExport(Licensed, ActForm):
    """Take a register out as a workbook; why is written into the access log."""

    form_class = ExportForm
    submit = "書き出す"

    @property
    def title(self) -> str:
        return f"{self.register.title}を書き出す"

    lead = "氏名・生年月日などの個人情報を含みます。書き出した理由は閲覧記録に残ります。"

    def dispatch(self, request, *args, **kwargs):
        self.register, self.year = _register(kwargs["key"]), _year(request.GET.get("year", ""))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        today = timezone.localdate()
        content = write_excel(self.register, self.year, self.request.user, today)
        reason = form.cleaned_data["reason"]
        record_access(
            self.request,
            AccessLog.Action.EXPORT,
            self.register.subject,
            detail=f"{self.register.title} {self.year.label}　理由：{reason}",
        )
        return _file(content, EXCEL, f"{self.register.title}_{self.year.year}年度.xlsx", "attachment")

    def back(self):
        return f"../?year={self.year.year}", self.register.title


def annual(request) -> HttpResponse:
    """The figures of a fiscal year for 人材サービス総合サイト."""
    licence, year = _licence(), _year(request.GET.get("year", ""))
    figures = year_figures(year)
    record_access(request, AccessLog.Action.LIST, Referral._meta.label, detail=f"年度の就職者数 {figures.placed}件")
    context = {"figures": figures, "year": year, "years": _years(), "licence": licence}
    return render(request, "referrals/placement/annual.html", context)


def _licence():
    licence = licence_on(timezone.localdate())
    if licence is None:
        raise Http404("no licence in force")
    return licence


def _register(key: str):
    if key not in REGISTERS:
        raise Http404(key)
    return REGISTERS[key]


def _year(text: str) -> FiscalYear:
    years = {str(year.year): year for year in _years()}
    return years.get(text) or FiscalYear.of(timezone.localdate())


def _years() -> list[FiscalYear]:
    this = FiscalYear.of(timezone.localdate()).year
    return [FiscalYear(year) for year in range(this, FIRST_YEAR - 1, -1)]


def _file(content: bytes, content_type: str, name: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name)}"
    return response
