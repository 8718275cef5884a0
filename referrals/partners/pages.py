"""What the counter does with a hand-off: give it to the partner on paper or by an address, note a withdrawal."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from centre.contracts import contract_of
from centre.errors import DomainError
from centre.forms import DayField
from centre.pages import ActForm, EditForm
from centre.submissions import once
from privacy.access import record_access
from privacy.models import AccessLog
from privacy.sharing.marking import mark_of
from referrals.models import Handoff
from referrals.partners.links import make_link
from referrals.partners.sharing import in_words
from referrals.partners.sheet_pdf import TITLE, write_sheet
from referrals.withdrawing import withdraw_one

SUBJECT = Handoff._meta.label
ADDRESS, PAPER = "address", "paper"


class GiveForm(forms.Form):
    way = forms.ChoiceField(
        label="渡し方",
        choices=[(ADDRESS, "アドレスを表示する（メールなどに貼る）"), (PAPER, "QRコード付きのつなぎ票（PDF）を作る")],
        initial=ADDRESS,
        widget=forms.RadioSelect,
    )


class WithdrawForm(forms.Form):
    withdrawn_on = DayField(label="撤回の申し出があった日", initial=timezone.localdate)


class Give(ActForm):
    """Make the answer page of a hand-off. Its address is shown in the answer to this form and never again."""

    form_class = GiveForm
    title = "回答ページを作る"
    submit = "作る"
    made = None

    def dispatch(self, request, *args, **kwargs):
        self.handoff = _handed_out(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:
        days = contract_of(timezone.localdate()).handoff_answer_days
        told = in_words(self.handoff.shared) or "用件だけ"
        return (
            f"{self.handoff.agency.name}は、このページを{days}日間、登録なしで開いて返事ができます。見えるのは「{told}」です。"
            "前に作ったページは使えなくなります。"
        )

    def form_valid(self, form):
        try:
            address = once(self.request.POST.get("submission_key", ""), self.request.user, self._make)
        except DomainError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        if self.made is None:
            messages.info(
                self.request, "回答ページはもう作られています。アドレスが分からないときは、作り直してください。"
            )
            return redirect(address)
        return self._paper() if form.cleaned_data["way"] == PAPER else self._shown()

    def back(self):
        return self.handoff.get_absolute_url(), "つなぎ"

    def _make(self) -> str:
        link, token = make_link(self.handoff, by=self.request.user)
        self.made = link, self.request.build_absolute_uri(reverse("handoff", args=[token]))
        return self.handoff.get_absolute_url()

    def _shown(self):
        link, address = self.made
        context = {"handoff": self.handoff, "link": link, "address": address}
        answer = render(self.request, "referrals/partners/address.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def _paper(self):
        link, address = self.made
        record_access(self.request, AccessLog.Action.PRINT, SUBJECT, self.handoff.pk, detail=_printed(self.handoff))
        contract = contract_of(timezone.localdate())
        mark = mark_of(self.request.user)
        return _pdf(self.handoff, write_sheet(self.handoff, contract, mark=mark, link=link, address=address))


class Withdraw(EditForm):
    """Note that the person took back the consent to one hand-off."""

    form_class = WithdrawForm
    title = "このつなぎの同意の撤回"
    submit = "撤回を記録する"
    success_message = "撤回を記録しました。渡した情報を使わないよう、相手に知らせてください。"

    def get_object(self):
        return _handed_out(self.kwargs["pk"])

    @property
    def lead(self) -> str:
        return (
            f"{self.object.agency.name}への情報の提供だけをやめます。回答ページはすぐに使えなくなり、名簿にも出ません。"
            "登録そのものの同意は、就職希望者のページから撤回します。"
        )

    def act(self, form):
        return withdraw_one(self.object, self.version, by=self.request.user, **form.cleaned_data)

    def back(self):
        return self.object.get_absolute_url(), "つなぎ"


def sheet(request, pk: int):
    """The sheet to answer by hand, for as long as the partner may be told."""
    handoff = _handed_out(pk)
    if not Handoff.objects.tellable().filter(pk=pk).exists():
        messages.error(
            request, "同意の撤回・利用停止・対応できないとの返事・連携の終わりのため、つなぎ票は出せません。"
        )
        return redirect(handoff.get_absolute_url())
    record_access(request, AccessLog.Action.PRINT, SUBJECT, pk, detail=_printed(handoff))
    return _pdf(handoff, write_sheet(handoff, contract_of(timezone.localdate()), mark=mark_of(request.user)))


def _handed_out(pk: int) -> Handoff:
    handed = Handoff.objects.for_list().select_related("consent_text").filter(direction=Handoff.Direction.OUT)
    return get_object_or_404(handed, pk=pk)


def _printed(handoff: Handoff) -> str:
    return f"{TITLE}（{in_words(handoff.shared) or '用件だけ'}）"


def _pdf(handoff: Handoff, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{TITLE}_{handoff.pk}.pdf')}"
    answer["Cache-Control"] = "no-store"
    return answer
