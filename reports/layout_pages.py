"""Pages of the layout of the monthly report, of its masking, and of the prefecture's own Excel forms."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centre.files import download
from centre.models import StoredFile
from centre.pages import ActForm, EditForm
from reports.columns import sets_of_tables
from reports.form_filling import FACTS, XLSX, address_of, fill, map_cells, take_form
from reports.forms import CellsForm, ColumnsForm, ExcelFormForm, LayoutForm
from reports.laying_out import set_columns, set_layout, settings_of_files, titles_of_tables
from reports.models import ExcelForm, Report


def layout(request):
    """The settings and the forms that were taken in."""
    settings = settings_of_files()
    titles = titles_of_tables()
    order = [number for number in settings.tables if number in titles]
    order += [number for number in titles if number not in order]
    sets = sets_of_tables()
    tables = [
        {
            "number": number,
            "title": settings.titles.get(str(number), titles[number]),
            "shown": number not in settings.hidden,
            "has_columns": bool(sets[number]),
            "own_columns": str(number) in settings.columns,
        }
        for number in order
    ]
    context = {"settings": settings, "tables": tables, "forms": ExcelForm.objects.all()}
    return render(request, "reports/layout.html", context)


class SetLayout(EditForm):
    title = "月次報告の設定"
    lead = "これから作る下書きに使います。確定した報告は変わりません。"
    form_class = LayoutForm
    success_message = "月次報告の設定を保存しました。"

    def get_object(self):
        return settings_of_files()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"settings": self.object}

    def act(self, form):
        return set_layout(self.object, self.version, by=self.request.user, **form.layout())

    def get_success_url(self, made):
        return reverse("reports:layout")

    def back(self):
        return reverse("reports:layout"), "月次報告の設定"


class SetColumns(EditForm):
    form_class = ColumnsForm
    success_message = "列を保存しました。"
    lead = "これから作る下書きの画面・PDF・Excelに使います。確定した報告は変わりません。"

    @property
    def title(self) -> str:
        number = self.kwargs["number"]
        return f"表{number}　{titles_of_tables()[number]}の列"

    def get_object(self):
        if not sets_of_tables().get(self.kwargs["number"]):
            raise Http404
        return settings_of_files()

    def get_form_kwargs(self):
        number = self.kwargs["number"]
        chosen = self.object.columns.get(str(number), {})
        return super().get_form_kwargs() | {"sets": sets_of_tables()[number], "chosen": chosen}

    def act(self, form):
        return set_columns(
            self.object, self.version, table=self.kwargs["number"], columns=form.columns(), by=self.request.user
        )

    def get_success_url(self, made):
        return reverse("reports:layout")

    def back(self):
        return reverse("reports:layout"), "月次報告の設定"


class TakeForm(ActForm):
    title = "県の様式を登録"
    lead = "数字を入れるセルに、Excelの「名前の定義」で名前を付けた様式を選びます。"
    form_class = ExcelFormForm
    template_name = "reports/take_form.html"
    success_message = "様式を登録しました。次に、セルと数字を結びつけてください。"

    def act(self, form):
        content = form.cleaned_data["file"].read()
        return take_form(name=form.cleaned_data["name"], content=content, by=self.request.user)

    def get_success_url(self, made):
        return reverse("reports:map_form", args=[made.pk])

    def back(self):
        return reverse("reports:layout"), "月次報告の設定"


class MapForm(EditForm):
    title = "様式のセルと数字"
    lead = "左がセルの名前です。数字の名を選ぶか入れてください。空のセルは様式のまま残ります。"
    form_class = CellsForm
    template_name = "reports/map_form.html"
    success_message = "セルと数字を結びつけました。"

    def get_object(self):
        return get_object_or_404(ExcelForm, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"excel_form": self.object, "addresses": set(self.addresses())}

    def addresses(self) -> list[str]:
        """What may stand in a cell: the facts, and every figure of the newest monthly report."""
        report = Report.objects.filter(kind=Report.Kind.MONTHLY).defer("document").first()
        figures = report.figures.defer("record_ids") if report else ()
        return [*FACTS, *(address_of(figure) for figure in figures)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(addresses=self.addresses(), **kwargs)

    def act(self, form):
        return map_cells(self.object, self.version, cells=form.cells(), by=self.request.user)

    def get_success_url(self, made):
        return reverse("reports:layout")

    def back(self):
        return reverse("reports:layout"), "月次報告の設定"


def filled_form(request, pk: int, form: int):
    """The prefecture's form, filled with a confirmed report."""
    report = get_object_or_404(Report, pk=pk, kind=Report.Kind.MONTHLY)
    if report.state == Report.State.DRAFT:
        raise Http404
    chosen = get_object_or_404(ExcelForm, pk=form)
    name = f"{chosen.name}_{report.year}-{report.month:02d}_第{report.revision}版.xlsx"
    return download(StoredFile(name=name, content_type=XLSX, content=fill(chosen, report)))
