"""Forms of what the law asks: an employer's declaration, and a minimum wage that is announced."""

from django import forms
from django.utils import timezone

from centre.files import store
from centre.forms import DayField, ScanFile
from postings.models import MinimumWage, SelfDeclaration

ANSWERS = ("repeated_violation", "referred_and_published", "published", "organised_crime", "refuses_report")
NEW = "new"


class Answer(forms.TypedChoiceField):
    """Yes or no; an employer that has not answered has not declared."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=[("false", "いいえ"), ("true", "はい")],
            coerce=lambda value: value == "true",
            widget=forms.RadioSelect,
            **kwargs,
        )


class DeclarationForm(forms.Form):
    """The sheet of declarations, question by question (DOMAIN 3.2)."""

    declared_on = DayField(label="申告の日", initial=timezone.localdate)
    declarant_role = forms.CharField(
        label="申告した人の役職", max_length=60, help_text="例：人事課長。氏名は書きません。"
    )
    corrected_on = DayField(
        label="是正した日",
        required=False,
        help_text="違反があり、是正したとき。6か月たつまで不受理の理由になります。",
    )
    valid_until = DayField(label="有効期限", required=False, help_text="空けておくと、設定の期間になります。")
    paper = ScanFile(label="自己申告書の控え", required=False, help_text="PDFか画像（10MBまで）")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ANSWERS:
            self.fields[name] = Answer(label=str(SelfDeclaration._meta.get_field(name).verbose_name))
        self.order_fields(["declared_on", "declarant_role", *ANSWERS[:3], "corrected_on", *ANSWERS[3:]])

    def declared(self) -> dict:
        """Arguments of the act; the paper is stored."""
        data = dict(self.cleaned_data)
        answers = {name: data.pop(name) for name in ANSWERS}
        file = data.pop("paper")
        paper = store(file.name[:200], file.content_type, file.read()) if file else None
        return data | {"answers": answers, "paper": paper}


class WageForm(forms.Form):
    """A minimum wage that is announced: the next rate of one that is known, or of another industry."""

    series = forms.ChoiceField(label="最低賃金")
    name = forms.CharField(label="産業の名称", max_length=80, required=False, help_text="新しい産業のときだけ")
    yen_per_hour = forms.IntegerField(label="時間額（円）", min_value=1, max_value=100_000)
    effective_from = DayField(label="発効日", help_text="官報や労働局の公示の日。10月1日とは限りません。")
    certainty = forms.ChoiceField(
        label="確度",
        choices=[
            (value, MinimumWage.Certainty(value).label)
            for value in (MinimumWage.Certainty.FOUND, MinimumWage.Certainty.SECOND_HAND)
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = MinimumWage.objects.order_by("-kind", "name").values_list("kind", "name").distinct()
        self.known = {f"{kind}:{name}": (kind, name) for kind, name in known}
        named = [(key, name) for key, (_, name) in self.known.items()]
        self.fields["series"].choices = [*named, (NEW, "新しい特定（産業別）最低賃金")]

    def clean(self):
        data = super().clean()
        name = data.get("name", "").strip()
        if data.get("series") == NEW and not name:
            self.add_error("name", "産業の名称を入れてください。")
        return data | {"name": name}

    def rate(self) -> dict:
        """Arguments of the act."""
        data = dict(self.cleaned_data)
        kind, name = self.known.get(data.pop("series"), (MinimumWage.Kind.INDUSTRY, data["name"]))
        return data | {"kind": kind, "name": name}
