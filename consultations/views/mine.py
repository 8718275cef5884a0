"""What a counsellor keeps for themselves: phrases, the keys of one character, the mail of the morning."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from centre.pages import ActForm, EditForm, ListPage
from consultations.forms import MineForm, PhraseForm
from consultations.models import Phrase, PromiseMailOff
from consultations.phrasing import add_phrase, change_phrase, drop_phrase, may_change
from consultations.reminding import choose_mail


class PhraseList(ListPage):
    """The own phrases and the shared ones, in the order of their keys."""

    template_name = "consultations/phrases.html"

    def get_base_queryset(self):
        return Phrase.objects.usable_by(self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        for row in rows:
            row.may_change = may_change(row, self.request.user)
        return context | {"object_list": rows}


class OfPhrase:
    """Forms that go back to the list of phrases."""

    form_class = PhraseForm

    def get_success_url(self, made):
        return reverse("consultations:phrases")

    def back(self):
        return reverse("consultations:phrases"), "定型句"


class AddPhrase(OfPhrase, ActForm):
    title = "定型句を足す"
    success_message = "定型句を足しました。"

    def act(self, form):
        return add_phrase(by=self.request.user, **form.cleaned_data)


class ChangePhrase(OfPhrase, EditForm):
    title = "定型句を直す"
    success_message = "定型句を直しました。"

    def get_object(self):
        return get_object_or_404(Phrase.objects.usable_by(self.request.user), pk=self.kwargs["pk"])

    def act(self, form):
        return change_phrase(self.object, self.version, by=self.request.user, **form.cleaned_data)


@require_POST
def drop(request, pk: int):
    """Forget a phrase."""
    drop_phrase(get_object_or_404(Phrase.objects.usable_by(request.user), pk=pk), by=request.user)
    messages.success(request, "定型句を消しました。")
    return redirect("consultations:phrases")


class Mine(ActForm):
    """The own settings."""

    form_class = MineForm
    title = "キー操作と朝のメール"
    lead = "自分だけの設定です。どの端末でログインしても同じです。"
    success_message = "設定を保存しました。"

    def get_initial(self):
        user = self.request.user
        is_off = PromiseMailOff.objects.filter(user=user).exists()
        return {"single_keys": user.uses_single_keys, "promise_mail": not is_off}

    def act(self, form):
        user = self.request.user
        user.uses_single_keys = form.cleaned_data["single_keys"]
        user.save(update_fields=["uses_single_keys"])
        choose_mail(user, is_wanted=form.cleaned_data["promise_mail"])
        return user

    def get_success_url(self, made):
        return reverse("consultations:mine")
