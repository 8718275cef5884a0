"""Pages of the checklists: answered now, signed before."""

from urllib.parse import quote

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centre.files import download, without_content
from centre.pages import ActForm, ListPage
from centre.roles import may
from privacy.checklists import answering, paper
from privacy.checklists.items import CHECKLISTS
from privacy.models import ChecklistRecord


class SignForm(forms.Form):
    remark = forms.CharField(
        label="備考", max_length=300, required=False, help_text="要確認・否の項目を、どうするか。空けておけます。"
    )


class Checklists(ListPage):
    """The checklists, and those that were signed, the newest first."""

    template_name = "privacy/checklists/checklists.html"

    def get_base_queryset(self):
        return ChecklistRecord.objects.select_related("signed_by")

    def get_context_data(self, **kwargs):
        return super().get_context_data(checklists=CHECKLISTS.values(), **kwargs)


def _answers(key: str) -> dict:
    if key not in CHECKLISTS:
        raise Http404
    return answering.answer(key)


def checklist(request, key: str):
    """A checklist, answered while the page is made."""
    content = _answers(key)
    context = {
        "content": content,
        "counted": answering.counted(content),
        "may_sign": may(request.user, "privacy.edit"),
    }
    return render(request, "privacy/checklists/checklist.html", context)


def checklist_pdf(request, key: str):
    """A checklist of now as a PDF, not signed."""
    content = _answers(key)
    return _file(paper.write_pdf(content), answering.PDF, f"{content['title']}.pdf")


def checklist_excel(request, key: str):
    """A checklist of now as a workbook, not signed."""
    content = _answers(key)
    return _file(paper.write_excel(content), answering.EXCEL, f"{content['title']}.xlsx")


class Sign(ActForm):
    title = "点検表に署名する"
    lead = "いまの答えをもう一度確かめ、そのまま残します。残した点検表は変わりません。"
    form_class = SignForm
    submit = "署名して残す"
    success_message = "点検表を残しました。"

    def dispatch(self, request, *args, **kwargs):
        if kwargs["key"] not in CHECKLISTS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return answering.sign(self.kwargs["key"], by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("privacy:checklists")

    def back(self):
        return reverse("privacy:checklist", args=[self.kwargs["key"]]), CHECKLISTS[self.kwargs["key"]].label


def signed_pdf(request, pk: int):
    """A signed checklist, always the same bytes."""
    return download(get_object_or_404(without_content(), pk=_record(pk).pdf_id))


def signed_excel(request, pk: int):
    """A signed checklist as a workbook."""
    return download(get_object_or_404(without_content(), pk=_record(pk).workbook_id))


def _record(pk: int) -> ChecklistRecord:
    return get_object_or_404(ChecklistRecord.objects.defer("content"), pk=pk)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
