"""Forms of the referrals."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from centre.models import PartnerAgency
from postings.models import JobPosting
from privacy.guarding import GuardedForm
from referrals.models import Handoff
from referrals.partners.sharing import ABOUT_EMPLOYERS, ABOUT_PEOPLE


class PostingChoice(forms.ModelChoiceField):
    """A posting by its title, employer and whether it is listed as eligible."""

    widget = forms.RadioSelect

    def label_from_instance(self, posting) -> str:
        eligible = "・移住支援金の対象" if posting.listed_eligible else ""
        place = posting.work_municipality or "就業場所は未登録"
        return f"{posting.title}（{posting.establishment.name}・{place}{eligible}）"


class InformForm(GuardedForm, forms.Form):
    """Which posting a person was told about; `postings` are offered, a form sent twice is still understood."""

    guarded = ("note",)

    posting = PostingChoice(
        label="求人", queryset=JobPosting.objects.select_related("establishment"), empty_label=None
    )
    informed_on = DayField(label="情報提供日", initial=timezone.localdate)
    note = forms.CharField(label="備考", required=False, max_length=300)

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        choice = self.fields["posting"]
        choice.choices = [(posting.pk, choice.label_from_instance(posting)) for posting in postings]


class TakeOverForm(GuardedForm, forms.Form):
    """Who came from which agency."""

    guarded = ("purpose", "items")

    agency = forms.ModelChoiceField(
        label="関係機関", queryset=PartnerAgency.objects.filter(is_active=True), empty_label="選んでください"
    )
    purpose = forms.CharField(label="用件", max_length=200)
    handed_on = DayField(label="つないだ日", initial=timezone.localdate)
    items = forms.CharField(label="受け取った項目", required=False, max_length=200)


class HandOffForm(TakeOverForm):
    """Who is passed on to which agency, and with which consent."""

    consented_on = DayField(
        label="本人・企業の同意の日",
        required=False,
        help_text="就職希望者をつなぐときは必ず要ります。伝える相手と項目を示して、同意を受けた日です。",
    )
    shared = forms.MultipleChoiceField(
        label="渡す項目",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="用件に要る項目だけを選びます。選ばない項目は、相手の画面にも紙にも名簿にも出ません。",
    )
    message = forms.CharField(
        label="相談の要点",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="書いたことは、このまま相手に伝わります。本人に確かめた内容だけを書いてください。",
    )
    items = None

    field_order = ["agency", "purpose", "shared", "message", "consented_on", "handed_on"]
    guarded = ("purpose", "message")

    def __init__(self, *args, is_person: bool, **kwargs):
        super().__init__(*args, **kwargs)
        offered = ABOUT_PEOPLE if is_person else ABOUT_EMPLOYERS
        self.fields["shared"].choices = [(item.key, item.label) for item in offered]
        self.fields["shared"].initial = ["name", "phone"] if is_person else ["employer", "employer_phone"]
        if is_person:
            self.fields["consented_on"].required = True
            self.fields["consented_on"].error_messages["required"] = (
                "本人の同意の日を入れてください。同意がないとつなげません。"
            )


class AnswerForm(GuardedForm, forms.Form):
    """What the agency answered."""

    guarded = ("result",)

    answer = forms.ChoiceField(
        label="返事",
        choices=[choice for choice in Handoff.Answer.choices if choice[0] != Handoff.Answer.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    answered_on = DayField(label="返事の日", required=False)
    result = forms.CharField(label="結果", required=False, max_length=300)
