"""Pages of employers that may stand in the register twice."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from centre import jobs
from centre.errors import DomainError
from centre.models import Job
from centre.pages import PAGE_SIZE, ActForm
from centre.registry import JobKind
from employers import merging
from employers.forms.twins import MergeForm, NotTheSameForm
from employers.models import Establishment, Merge, SuspectedPair
from employers.twins import Evidence, find_twins, judge

FIND = "find_twins"


def carry_search(job: Job, progress) -> dict:
    """The search for twins as a job."""
    with jobs.kept_alive(progress, 0, 0, "登録されている企業をくらべています。"):
        count = find_twins()
    return {"result_url": reverse("employers:twins"), "message": f"重複の疑いが{count:,}組見つかりました。"}


FIND_TWINS = JobKind(FIND, "重複の疑いをさがす", carry_search, "employers.edit")


class TwinList(ListView):
    """Suspected pairs, the surest first."""

    template_name = "employers/twins.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        return SuspectedPair.objects.select_related("first__municipality", "second__municipality").order_by(
            "-score", "pk"
        )

    def get_context_data(self, **kwargs):
        searched = Job.objects.filter(kind=FIND).order_by("-pk").first()
        return super().get_context_data(searched=searched, **kwargs)


@require_POST
def search(request):
    """Ask for a new search of the whole register."""
    job = jobs.ask(FIND, "all", {}, request.user)
    return redirect("centre:job", job.pk)


class OfPair(ActForm):
    """A form about two establishments, in the order of their numbers."""

    def dispatch(self, request, *args, **kwargs):
        if kwargs["first"] == kwargs["second"]:
            raise Http404
        records = Establishment.everything.for_list()
        self.pair = sorted(
            (get_object_or_404(records, pk=kwargs[name]) for name in ("first", "second")), key=lambda one: one.pk
        )
        merged = [one for one in self.pair if one.merged_into_id]
        if merged and request.method == "GET":
            return redirect(merging.stands_for(merged[0]))
        return super().dispatch(request, *args, **kwargs)

    def back(self):
        return reverse("employers:twins"), "重複の疑い"


class Compare(OfPair):
    """Side by side, field by field; sending the page makes one record of two."""

    template_name = "employers/merge.html"
    form_class = MergeForm
    title = "2つの登録をくらべる"
    lead = "同じ事業所なら1つにまとめます。まとめたあとも元に戻せます。"
    submit = "1つにまとめる"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"first": self.pair[0], "second": self.pair[1]}

    def act(self, form):
        kept, absorbed = form.records()
        return merging.merge(kept, absorbed, form.chosen(), by=self.request.user)

    def get_success_url(self, made):
        moved = sum(len(keys) for keys in made.moved.values())
        messages.success(
            self.request, f"「{made.absorbed.name}」を「{made.kept.name}」にまとめ、{moved:,}件の記録を移しました。"
        )
        return made.kept.get_absolute_url()

    def get_context_data(self, **kwargs):
        first, second = self.pair
        suspected = SuspectedPair.objects.filter(first=first, second=second).first()
        facts = Evidence(first.name_key, second.name_key)
        return super().get_context_data(
            sides=[(place, record, merging.counts(record)) for place, record in zip("AB", self.pair, strict=True)],
            reasons=suspected.reasons if suspected else judge(facts)[1],
            apart_form=NotTheSameForm(),
            apart_key=uuid.uuid4(),
            two_corporations=first.corporation_id != second.corporation_id,
            **kwargs,
        )


class TellApart(OfPair):
    """The pair is two employers."""

    form_class = NotTheSameForm
    title = "別の事業所です"
    submit = "別の事業所として残す"
    success_message = "別の事業所として覚えました。もう疑いには出しません。"

    def act(self, form):
        return merging.not_the_same(*self.pair, note=form.cleaned_data["note"], by=self.request.user)

    def get_success_url(self, made):
        return reverse("employers:twins")


class MergeList(ListView):
    """Mergers, newest first, with the way back."""

    template_name = "employers/merges.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        return Merge.objects.select_related("kept", "absorbed", "merged_by", "undone_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for one in context["object_list"]:
            one.rows = sum(len(keys) for keys in one.moved.values())
        return context


@require_POST
def unmerge(request, pk: int):
    """Make two records of one again."""
    merged = get_object_or_404(Merge.objects.select_related("absorbed"), pk=pk)
    try:
        _, left = merging.unmerge(merged, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("employers:merges")
    if left:
        messages.warning(request, "元に戻しました。ただし、次のものはそのままです：" + "、".join(left))
    else:
        messages.success(request, "統合の前の状態にすべて戻しました。")
    return HttpResponseRedirect(merged.absorbed.get_absolute_url())
