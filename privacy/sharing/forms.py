"""Forms of provisions: to whom, on what ground."""

from django import forms

from centre.forms import DayField
from centre.models import PartnerAgency
from privacy.forms import MINIMUM
from privacy.models import ConsentText, Provision
from privacy.sharing.providing import Terms

EMPTY = [("", "選んでください")]
BASIS_HELP = "県の指示は日付と番号、法令は条文を書きます。例：令和8年10月1日付け指示第3号"


def recipient_fields() -> dict[str, forms.Field]:
    """The fields that say to whom and on what ground; none is required by itself, the act says what is missing."""
    return {
        "recipient_kind": forms.ChoiceField(
            label="渡す相手の別", choices=[*EMPTY, *Provision.Recipient.choices], required=False
        ),
        "agency": forms.ModelChoiceField(
            label="関係機関", queryset=PartnerAgency.objects.filter(is_active=True), required=False, empty_label="なし"
        ),
        "recipient": forms.CharField(
            label="相手の名前（関係機関のほか）",
            max_length=160,
            required=False,
            help_text="部署まで書きます。本人に渡すときは「本人（登録番号12）」のように、氏名を書かずに示します。",
        ),
        "ground": forms.ChoiceField(
            label="渡してよい根拠", choices=[*EMPTY, *Provision.Ground.choices], required=False
        ),
        "consent_text": forms.ModelChoiceField(
            label="同意の文面",
            queryset=ConsentText.objects.all(),
            required=False,
            empty_label="同意によらない",
            help_text="根拠が「本人の同意」のときに選びます。",
        ),
        "basis": forms.CharField(label="県の指示・法令の内容", max_length=200, required=False, help_text=BASIS_HELP),
    }


def terms_of(values: dict, purpose: str) -> Terms:
    """The terms that somebody typed."""
    return Terms(
        recipient_kind=values["recipient_kind"],
        ground=values["ground"],
        purpose=purpose,
        agency=values["agency"].pk if values["agency"] else None,
        recipient=values["recipient"],
        consent_text=values["consent_text"].pk if values["consent_text"] else None,
        basis=values["basis"],
    )


class ProvisionForm(forms.Form):
    """A provision that went another way: on paper, by telephone, in a report."""

    provided_on = DayField(label="提供した日")
    means = forms.ChoiceField(
        label="渡し方",
        choices=[
            (key, label)
            for key, label in Provision.Means.choices
            if key in (Provision.Means.OTHER, Provision.Means.REPORT, Provision.Means.EXPORT)
        ],
        initial=Provision.Means.OTHER,
        widget=forms.RadioSelect,
    )
    items = forms.CharField(
        label="渡した項目", max_length=600, help_text="例：事業所名、所在地、担当者の氏名。中身は書きません。"
    )
    people = forms.IntegerField(label="人数（人）", min_value=0, max_value=1_000_000, initial=0)
    employers = forms.IntegerField(label="企業（社）", min_value=0, max_value=1_000_000, initial=0)
    purpose = forms.CharField(label="目的", min_length=MINIMUM, max_length=200)

    field_order = (
        "provided_on", "recipient_kind", "agency", "recipient", "means", "items", "people", "employers", "purpose",
        "ground", "consent_text", "basis",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= recipient_fields()
        self.order_fields(self.field_order)
        self.fields["recipient_kind"].required = self.fields["ground"].required = True


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="提供しなかった理由", min_length=MINIMUM, max_length=200, help_text="例：渡す前に相手が辞退したため。"
    )
