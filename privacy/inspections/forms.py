"""Forms of the inspections."""

from django import forms

from centre.forms import DayField, MomentField
from centre.models import User
from centre.roles import Role
from privacy.inspections.scopes import SCOPES


class InspectionForm(forms.Form):
    """Who of the prefecture, why, from when until when, and what they may read."""

    inspector = forms.ModelChoiceField(
        User.objects.none(),
        label="検査員のアカウント",
        help_text="役割「検査員（県）」のもの。管理者が作ります。",
    )
    officials = forms.CharField(label="県の検査員（所属・氏名）", max_length=200)
    purpose = forms.CharField(
        label="検査の目的", max_length=200, help_text="例：特記事項 第16による個人情報の管理の状況の調査"
    )
    starts_at = MomentField(label="始まる日時")
    ends_at = MomentField(label="終わる日時", help_text="この時刻に、自動で終わります。")
    scope = forms.MultipleChoiceField(
        label="見てよい記録",
        choices=[(key, scope.label) for key, scope in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    with_personal = forms.BooleanField(
        label="個人情報を含めて見せる",
        required=False,
        help_text="付けないと、個人情報の出る画面（企業の担当者、就職希望者、相談、閲覧記録、事故など）は開きません。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspector"].queryset = User.objects.filter(role=Role.INSPECTOR, is_active=True)


class PaperForm(forms.Form):
    title = forms.CharField(label="渡した資料", max_length=200)
    copies = forms.IntegerField(label="部数", min_value=1, max_value=999, initial=1)
    handed_on = DayField(label="渡した日")
