"""Free text is read before it is kept: a warning beside the field, kept only with a reason, which is logged."""

from django import forms
from django.db import transaction
from django.http import HttpResponseRedirect

from privacy.access import record_access
from privacy.forms import MINIMUM
from privacy.free_text import suspicions
from privacy.models import AccessLog

KEEP = "keep_reason"
KEPT_HELP = "理由は閲覧記録に残ります。マイナンバーとカードの番号は、理由があっても残さないでください。"


class GuardedForm:
    """What a form with free text takes on: its `guarded` fields are read for what nobody should write.

    What was written before and is not touched is not asked about again. `kept` tells, after a valid submission, what
    was kept although it was warned about (never the text itself), and `kept_because` the reason given.
    """

    guarded: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[KEEP] = forms.CharField(
            label="このまま残す理由", required=False, max_length=200, widget=forms.HiddenInput, help_text=KEPT_HELP
        )
        self.kept: list[str] = []
        self.kept_because = ""

    def clean(self):
        given = super().clean()
        given = self.cleaned_data if given is None else given
        reason = given.pop(KEEP, "").strip()
        found = {name: hits for name in self.guarded if (hits := self._suspicions(name, given))}
        if not found:
            return given
        if len(reason) >= MINIMUM:
            self.kept_because = reason
            self.kept = [f"{self.fields[name].label}：{_kinds(hits)}" for name, hits in found.items()]
            return given
        self._ask(found, reason)
        return given

    def _suspicions(self, name: str, given: dict):
        return suspicions(given.get(name) or "") if name in self.changed_data else ()

    def _ask(self, found: dict, reason: str) -> None:
        """Say beside each field what it looks like, and offer the field for the reason."""
        for name, hits in found.items():
            for hit in hits:
                self.add_error(
                    name,
                    f"「{hit.shown}」は{hit.kind}に見えます。相談に要らなければ消してください。"
                    "要るときは、下の「このまま残す理由」を書いて、もう一度保存してください。",
                )
        self.fields[KEEP].widget = forms.TextInput()
        if reason:
            self.add_error(KEEP, f"理由は{MINIMUM}文字以上で書いてください。")


class GuardedPage:
    """A page with a GuardedForm: what was kept in spite of a warning leaves a line in the access log."""

    guarded_subject = ""

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            if getattr(form, "kept", ()) and isinstance(response, HttpResponseRedirect):
                record_access(
                    self.request,
                    AccessLog.Action.KEPT,
                    self.guarded_subject,
                    self.kwargs.get("pk"),
                    detail="、".join(form.kept),
                    reason=form.kept_because,
                )
        return response


def _kinds(hits) -> str:
    return "・".join(hit.kind for hit in hits)
