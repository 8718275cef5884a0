"""Forms of the postings."""

from django import forms
from django.utils import timezone

from centre.files import store
from centre.forms import DayField, ScanFile
from employers.forms.register import UnknownYesNo
from postings.models import JobPosting, PublicationEvent

GROUPS = (
    ("求人の区分", ("title", "occupation", "received_on", "source", "headcount", "hello_work_number", "site_number")),
    ("仕事の内容", ("duties", "duties_scope", "contract", "contract_renewal", "trial_period")),
    ("就業の場所", ("work_prefecture", "work_municipality", "work_address", "work_place_scope", "starts_on")),
    (
        "賃金",
        ("wage_kind", "wage_from_yen", "wage_to_yen", "fixed_overtime"),
    ),
    ("労働時間", ("weekly_hours", "daily_hours", "annual_hours", "working_time")),
    ("保険・受動喫煙", ("insurance", "smoking")),
    ("移住支援金の要件", ("new_hire", "transfer")),
)


class PostingForm(forms.ModelForm):
    """The terms of a posting in the order of the Hello Work form (DOMAIN 3.4); a title is enough to begin."""

    new_hire = UnknownYesNo(label="新規の雇用である", help_text="転勤・出向などでなく、新しく雇う求人か（要件 J2）")
    transfer = UnknownYesNo(label="転勤・出向・研修による勤務地の変更である")

    class Meta:
        model = JobPosting
        fields = tuple(name for _, names in GROUPS for name in names)
        widgets = {
            "duties": forms.Textarea(attrs={"rows": 4}),
            "working_time": forms.Textarea(attrs={"rows": 2}),
        }
        field_classes = {"received_on": DayField, "starts_on": DayField}
        help_texts = {
            "duties": "求職者の一覧にははじめの3行が出ます。",
            "duties_scope": "将来、配置転換などで変わりうる仕事の範囲（令和6年4月から必須）",
            "work_place_scope": "将来、勤務地が変わりうる範囲（令和6年4月から必須）",
            "contract_renewal": "有期のときだけ。更新の基準と、通算期間・回数の上限",
            "fixed_overtime": "①除いた基本給 ②時間数と金額 ③超えた分を追加で払うこと、の3つをそろえます。",
            "weekly_hours": "移住支援金の対象は週20時間以上（要件 J1）",
            "annual_hours": "月給の最低賃金を確かめるのに使います。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate
        self.fields["work_prefecture"].initial = "43"

    def clean_site_number(self):
        return self.cleaned_data["site_number"] or None

    def groups(self) -> list[tuple[str, list]]:
        """(legend, bound fields) in the order of the page."""
        return [(legend, [self[name] for name in names]) for legend, names in GROUPS]


class VettingForm(forms.Form):
    """Evidence per requirement and a note; the findings themselves come from the rule books."""

    note = forms.CharField(label="所見", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, judged, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = []
        for book, judgement in judged.items():
            for finding in judgement.findings:
                name = f"evidence-{book}-{finding.key}"
                self.fields[name] = forms.CharField(
                    label=f"{finding.key} の確かめた資料",
                    required=False,
                    max_length=200,
                    widget=forms.TextInput(attrs={"placeholder": "・".join(finding.requirement.evidence)[:60]}),
                )
                self.rows.append((book, finding, name))

    def evidence(self) -> dict[tuple[str, str], str]:
        """{(book, requirement): what was looked at}"""
        return {(book, finding.key): self.cleaned_data[name] for book, finding, name in self.rows}

    def shown(self) -> list[tuple]:
        """(finding, bound evidence field) for the page."""
        return [(finding, self[name]) for _, finding, name in self.rows]


class DecisionForm(forms.Form):
    """The reviewer's word."""

    decision = forms.ChoiceField(
        label="判断", choices=[("approve", "承認する"), ("give_back", "差し戻す")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="所見（差し戻すときは理由）", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


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
    site_number = forms.CharField(label="掲載サイトの求人番号", required=False, max_length=40)
    url = forms.URLField(label="掲載ページのアドレス", required=False, assume_scheme="https", max_length=300)
    snapshot = ScanFile(
        label="掲載画面の控え",
        required=False,
        help_text="画面の画像かPDF。掲載日の証拠として、ハッシュ値とともに残します。",
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
        data = dict(self.cleaned_data)
        file = data.pop("snapshot")
        data["snapshot"] = store(file.name[:200], file.content_type, file.read()) if file else None
        return data


class ExtendForm(forms.Form):
    """Many listings extended at once."""

    effective_on = DayField(label="効力の日", initial=timezone.localdate)
    listed_until = DayField(label="新しい掲載期限")
    postings = forms.ModelMultipleChoiceField(queryset=JobPosting.objects.none(), label="求人")

    def __init__(self, *args, queryset, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["postings"].queryset = queryset
