"""Pages on which links are handed out: batches, sheets to print, lists for a mail merge."""

import csv
import io

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre import jobs
from centre.files import download
from centre.models import StoredFile
from centre.pages import ActForm, ListPage
from privacy.access import record_access
from privacy.models import AccessLog
from surveys.forms import InviteForm
from surveys.inviting import invite, last_day, links_of
from surveys.models import InvitationBatch, Survey
from surveys.sheets_pdf import JOB


class Invitations(ListPage):
    """The batches of a survey: how many links, and how many of them were used."""

    template_name = "surveys/invitations.html"

    def get_base_queryset(self):
        self.survey = get_object_or_404(Survey, pk=self.kwargs["pk"])
        return self.survey.batches.select_related("made_by").annotate(left=Count("unused")).order_by("-made_at")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(survey=self.survey, **kwargs)
        for batch in context["object_list"]:
            batch.survey = self.survey
            batch.group_name = self.survey.groups.get(batch.group, "—")
            batch.until = last_day(batch)
        return context


class Invite(ActForm):
    form_class = InviteForm
    title = "案内を作る"
    lead = "1回だけ使えるリンクを、人数分作ります。だれに渡したかは記録せず、回答とも結び付きません。"
    submit = "案内を作る"
    success_message = "案内を作りました。印刷するか、リンクの一覧を書き出してください。"

    def dispatch(self, request, *args, **kwargs):
        self.survey = get_object_or_404(Survey, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"survey": self.survey}

    def act(self, form):
        return invite(self.survey, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("surveys:invitations", args=[self.survey.pk])

    def back(self):
        return reverse("surveys:invitations", args=[self.survey.pk]), "案内"


@require_POST
def sheets(request, batch):
    """Ask for the sheets of a batch: drawing hundreds of codes takes a while."""
    found = get_object_or_404(InvitationBatch, pk=batch, by_mail=False)
    job = jobs.ask(JOB, found.pk.hex, {"batch": str(found.pk)}, request.user)
    record_access(request, AccessLog.Action.PRINT, InvitationBatch._meta.label, detail="アンケートの案内の紙")
    return redirect("centre:job", pk=job.pk)


@require_POST
def links(request, batch):
    """The links of a batch that nobody has used yet, as a list for a mail merge."""
    found = get_object_or_404(InvitationBatch.objects.select_related("survey"), pk=batch, by_mail=False)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["番号", "アドレス", "使える最後の日"])
    writer.writerows((number, address, f"{last_day(found):%Y/%m/%d}") for number, address in links_of(found))
    record_access(request, AccessLog.Action.EXPORT, InvitationBatch._meta.label, detail="アンケートの案内のリンク")
    return download(
        StoredFile(
            name=f"アンケートのリンク_{found.made_at:%Y%m%d}.csv",
            content_type="text/csv; charset=utf-8",
            content=text.getvalue().encode("utf-8-sig"),
        )
    )
