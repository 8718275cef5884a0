"""The form of one line of the ledger."""

from django import forms
from django.utils import timezone

from centre.forms import DayField
from postings.eligibility.vetting_forms import kept
from postings.models import PublicationEvent
from postings.site.listing_evidence_forms import PageCopy
from postings.site.publication import SITE


class PublicationForm(forms.Form):
    """One line of the ledger."""

    kind = forms.ChoiceField(label="区分", choices=PublicationEvent.Kind.choices, widget=forms.RadioSelect)
    effective_on = DayField(
        label="効力の日", initial=timezone.localdate, help_text="取下げは、掲載されなくなった最初の日"
    )
    listed_until = DayField(
        label="掲載期限", required=False, help_text="掲載される最後の日。期限がないときは空けておきます。"
    )
    eligible = forms.TypedChoiceField(
        label="移住支援金",
        required=False,
        choices=[("", "承認された精査のとおり"), ("false", "対象としては掲載していない")],
        coerce=lambda value: value == "true",
        empty_value=None,
        help_text="訂正と取下げは、それまでの区分のままです。",
    )
    site = forms.CharField(label="掲載先", initial=SITE, required=False, max_length=60)
    site_number = forms.CharField(label="掲載サイトの求人番号", required=False, max_length=40)
    url = forms.URLField(label="掲載ページのアドレス", required=False, assume_scheme="https", max_length=300)
    snapshot = PageCopy(
        label="掲載画面の控え",
        required=False,
        help_text="画面の画像・PDF・HTML。10MBまで。掲載日の証拠として、ハッシュ値とともに残します。",
    )
    note = forms.CharField(label="備考", required=False, max_length=200)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        names = dict(PublicationEvent.Kind.choices)
        self.fields["kind"].choices = [(kind, names[kind]) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0]

    def line(self) -> dict:
        """Arguments of the act; the file is stored."""
        return self.cleaned_data | {"snapshot": kept(self.cleaned_data["snapshot"])}
