"""Pages of retention: the rules with what falls due, holds, and batches that are told of, released and done."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from centre.contracts import contract_of
from centre.errors import DomainError
from centre.forms import DayField
from centre.models.calendar import PlacementMode
from centre.pages import ActForm, ListPage
from centre.registry import registry
from privacy.forms import MINIMUM
from privacy.models import DeletionBatch, RetentionHold
from privacy.processing import model_name
from privacy.retention import deleting
from privacy.retention.rules import BY_KEY, RULES, due_sources, tables_of

SHOWN = 50


class HoldForm(forms.Form):
    subject = forms.ChoiceField(label="種類")
    subject_id = forms.IntegerField(label="登録番号", min_value=1, max_value=2**62)
    reason = forms.CharField(
        label="理由",
        min_length=MINIMUM,
        max_length=200,
        help_text="例：県の調査への回答が終わるまで。氏名は書きません。",
    )
    ends_on = DayField(label="保留の最後の日", required=False, help_text="空のときは、解くまで続きます。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [(label, model_name(label)) for label in registry.rights]


def retention(request):
    """The rules with their dates, what is due now, the batches that run, the holds."""
    today = timezone.localdate()
    contract = contract_of(today)
    is_licensed = contract.placement_mode != PlacementMode.INFORMATION
    shown = (rule for rule in RULES if is_licensed or not rule.needs_licence)
    rules = [(rule, tables_of(rule), rule.until(contract) if contract.pk else None) for rule in shown]
    due = [(BY_KEY[one.rule], deleting.falling_due(one, today)) for one in due_sources()]
    context = {
        "rules": rules,
        "due": [(rule, len(found), found[:SHOWN]) for rule, found in due],
        "batches": DeletionBatch.objects.select_related("noticed_by", "released_by")[:SHOWN],
        "holds": RetentionHold.objects.filter(released_at=None).select_related("placed_by"),
        "contract": contract,
    }
    for hold in context["holds"]:
        hold.subject_label = model_name(hold.subject)
    return render(request, "privacy/retention.html", context)


class PlaceHold(ActForm):
    form_class = HoldForm
    title = "消さないように保留する"
    lead = "苦情・調査・県の指示などで、期間が過ぎても残すものを登録します。保留のあいだは、だれも消せません。"
    submit = "保留する"
    success_message = "保留しました。"

    def act(self, form):
        return deleting.place_hold(by=self.request.user, **form.cleaned_data)

    def get_success_url(self, made):
        return reverse("privacy:retention")

    def back(self):
        return reverse("privacy:retention"), "保存の期間と消去"


class Batch(ListPage):
    """One batch with its records, by number; names are looked up on the person's page."""

    template_name = "privacy/batch.html"

    def get_base_queryset(self):
        batches = DeletionBatch.objects.select_related("noticed_by", "released_by")
        self.batch = get_object_or_404(batches, pk=self.kwargs["pk"])
        return self.batch.items.select_related("erasure")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(batch=self.batch, rule=BY_KEY.get(self.batch.rule), **kwargs)
        for item in context["object_list"]:
            item.subject_label = model_name(item.subject)
        return context


@require_POST
def give_notice(request, rule: str):
    """Tell of what is due by a rule."""
    try:
        return redirect(deleting.give_notice(rule, by=request.user))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("privacy:retention")


@require_POST
def release_batch(request, pk: int):
    """The second person agrees."""
    return _done(request, get_object_or_404(DeletionBatch, pk=pk), deleting.release_batch, "消去を認めました。")


@require_POST
def cancel_batch(request, pk: int):
    """The batch is given up."""
    return _done(request, get_object_or_404(DeletionBatch, pk=pk), deleting.cancel_batch, "予告を取りやめました。")


@require_POST
def release_hold(request, pk: int):
    """The hold ends."""
    return _done(request, get_object_or_404(RetentionHold, pk=pk), deleting.release_hold, "保留を解きました。")


def _done(request, record, act, words: str):
    try:
        act(record, by=request.user)
        messages.success(request, words)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(record) if isinstance(record, DeletionBatch) else redirect("privacy:retention")
