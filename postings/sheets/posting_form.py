"""The form of a posting: all terms of employment in the order of the Hello Work form; a title is enough to begin."""

from django import forms
from django.db.models import BooleanField
from django.utils import timezone

from centre.forms import DayField
from employers.forms.register import UnknownYesNo
from postings.models import JobPosting, MinimumWage
from postings.sheets.terms import FIELDS, SECTIONS, Section, is_known, label

ROWS = {"duties": 4, "working_time": 2, "appeal": 3, "special_notes": 3}
HELP = {
    "duties": "求職者の一覧にははじめの3行が出ます。",
    "duties_scope": "将来、配置転換などで変わりうる仕事の範囲（令和6年4月から必須）",
    "work_place_scope": "将来、勤務地が変わりうる範囲（令和6年4月から必須）",
    "contract_renewal": "何によって更新を判断するか",
    "renewal_limit": "上限があるときはその長さ・回数、ないときは「上限なし」（令和6年4月から必須）",
    "trial_period": "長さと、条件が違うときはその内容",
    "age_limited": "原則は年齢不問です。制限には65歳未満で、法令の例外に当たる理由が要ります。",
    "age_note": "応募する人に示す理由",
    "sex_limit": "均等法5条により、理由のない男女の限定はできません。",
    "wage_from_yen": "賞与を除いた額。基本給と定額の手当、固定残業代を合わせて入れます。",
    "excluded_allowances_yen": "賃金の額のうち、精皆勤・通勤・家族手当の計。ないときは0",
    "has_fixed_overtime": "①除いた基本給 ②時間数と金額 ③超えた分を追加で払うこと、の3つをそろえます。",
    "weekly_hours": "移住支援金の対象は週20時間以上（要件 J1）",
    "daily_hours": "日給の最低賃金を確かめるのに使います。",
    "annual_hours": "月給・年俸の最低賃金を確かめるのに使います。",
    "minimum_wage": "産業別の最低賃金が当てはまる仕事のときだけ選びます。",
    "new_hire": "転勤・出向などでなく、新しく雇う求人か（要件 J2）",
    "hello_work_until": "ハローワークの求人票から写したとき",
}
DAYS = ("received_on", "starts_on", "contract_from", "contract_until", "hello_work_until")
FROM_TO = (
    ("contract_from", "contract_until", "契約の終わりは、始まりの日より後にしてください。"),
    ("age_min", "age_max", "年齢の上限は、下限より上にしてください。"),
    ("wage_from_yen", "wage_to_yen", "賃金の上限は、下限より多くしてください。"),
)
# What an open question asks for once it is answered with yes, and what contradicts a no.
ASKED_WHEN_YES = {
    "age_limited": ("age_min", "age_max", "age_reason"),
    "has_fixed_overtime": ("fixed_overtime_yen", "fixed_overtime_hours"),
}


class PostingForm(forms.ModelForm):
    """The terms of a posting; what is not known stays open."""

    class Meta:
        model = JobPosting
        fields = FIELDS
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in ROWS.items()}
        help_texts = HELP
        field_classes = dict.fromkeys(DAYS, DayField)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            if isinstance(JobPosting._meta.get_field(name), BooleanField):
                self.fields[name] = UnknownYesNo(label=label(name), help_text=HELP.get(name, ""))
        self.fields["received_on"].initial = timezone.localdate
        self.fields["work_prefecture"].initial = "43"
        self.fields["minimum_wage"].queryset = MinimumWage.objects.filter(kind=MinimumWage.Kind.INDUSTRY)

    def clean_site_number(self):
        return self.cleaned_data["site_number"] or None

    def clean(self):
        data = super().clean()
        for first, last, message in FROM_TO:
            begin, end = data.get(first), data.get(last)
            if begin is not None and end is not None and end < begin:
                self.add_error(last, message)
        for question, names in ASKED_WHEN_YES.items():
            stated = [name for name in names if data.get(name) not in (None, "")]
            if data.get(question) is False and stated:
                self.add_error(
                    question, f"「{label(stated[0])}」が入っています。「はい」にするか、それを消してください。"
                )
        return data

    def sections(self) -> list[tuple[Section, list, int]]:
        """(section, bound fields, how many of them are known) in the order of the page."""
        return [
            (section, [self[name] for name in section.fields], sum(is_known(self.instance, n) for n in section.fields))
            for section in SECTIONS
        ]
