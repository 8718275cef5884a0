"""The pages that show the password of an archive, once."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centre.errors import DomainError
from centre.models import Job
from centre.pages import ActForm
from privacy.sharing.handing_out import show_password


class PasswordOnce(ActForm):
    """Asks before it shows: the answer to this form is the only page on which the password ever stands.

    A page says in `show(by=, address=)` whose password it is; that raises DomainError when it may not be shown.
    """

    form_class = forms.Form
    title = "パスワードを表示"
    submit = "いま表示する"
    lead = (
        "パスワードを表示できるのは、この1回だけです。控える用意をしてから押してください。"
        "相手には、ファイルとは別の方法（電話など）で伝えます。"
    )

    def form_valid(self, form):
        try:
            password = self.show(by=self.request.user, address=self.request.META.get("REMOTE_ADDR") or None)
        except DomainError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        back_url, back_label = self.back()
        context = {"password": password, "back_url": back_url, "back_label": back_label}
        answer = render(self.request, "privacy/password.html", context)
        answer["Cache-Control"] = "no-store"
        return answer


class ShowPassword(PasswordOnce):
    """The password of an exported list, for who asked for it."""

    def dispatch(self, request, *args, **kwargs):
        self.job = get_object_or_404(Job, pk=kwargs["pk"])
        if self.job.requested_by_id != request.user.pk:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def show(self, **terms) -> str:
        return show_password(self.job, **terms)

    def back(self):
        return reverse("centre:job", args=[self.job.pk]), "書出しの処理"
