"""Forms of the incidents."""

from django import forms
from django.conf import settings

from centre.forms import DayField, MomentField
from centre.models import User
from centre.roles import OUTSIDE
from privacy.models import AccessLog, ExercisePlan, Incident, IncidentMeasure, IncidentNote
from privacy.processing import subject_labels

NO_NAMES = "個人の名前は書かないでください。番号や人数で書きます。"


class FirstForm(forms.Form):
    """The one short form after the press."""

    what = forms.CharField(
        label="何が起きましたか",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"分かっていることだけで足ります。{NO_NAMES}",
    )
    noticed_at = MomentField(label="いつ気付きましたか")
    is_exercise = forms.BooleanField(
        label="これは訓練です", required=False, help_text="訓練は同じ流れで進み、事故の件数には入りません。"
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="取り下げる理由", max_length=200, help_text="例：押し間違い、事故ではなかったこと")


class FactsForm(forms.ModelForm):
    """What is known, item by item of the report."""

    class Meta:
        model = Incident
        fields = (
            "what",
            "noticed_at",
            "kind",
            "is_suspected",
            "contents",
            "people",
            "place",
            "circumstances",
            "cause",
            "further_harm",
            "is_sensitive",
            "is_sensitive_by_ordinance",
            "harms_property",
            "is_malicious",
            "notice_to_people",
            "publication",
        )
        field_classes = {"noticed_at": MomentField}
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in (
                "what",
                "contents",
                "circumstances",
                "cause",
                "further_harm",
                "notice_to_people",
                "publication",
            )
        }
        help_texts = {
            "what": NO_NAMES,
            "contents": "例：氏名、電話番号、希望する職種",
            "people": "空けておくと、閲覧記録から確かめた人数を使います。",
            "is_malicious": "あると、確報の期限は60日になります。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].required = self.fields["noticed_at"].required = True


class EvidenceForm(forms.Form):
    caption = forms.CharField(
        label="何を示すか", max_length=200, help_text=f"例：送ってしまったメールの控え。{NO_NAMES}"
    )
    file = forms.FileField(
        label="ファイル", help_text="元のまま保存し、照合値（SHA-256）を付けます。あとで消せません。"
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(f"{settings.UPLOAD_MAX_BYTES // 1048576}MBまでにしてください。")
        return file


class QuestionForm(forms.Form):
    """Which lines of the access log belong to the incident."""

    since = MomentField(label="から")
    until = MomentField(label="まで")
    user = forms.ModelChoiceField(User.objects.all(), label="職員", required=False, empty_label="全員")
    subject = forms.ChoiceField(label="対象の種類", required=False)
    action = forms.ChoiceField(label="操作", required=False, choices=[("", "すべて"), *AccessLog.Action.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "すべて"), *subject_labels()]


class ChooseForm(forms.Form):
    """Some of what the log proposes, or all of it: `everything` is how many stood on the page."""

    everything = forms.IntegerField(label="見つかったものすべて", required=False)
    chosen = forms.MultipleChoiceField(label="影響を受けた方・記録", required=False)

    def __init__(self, *args, proposals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = [one.key for one in proposals]
        self.fields["chosen"].choices = [(one.key, one.label) for one in proposals]

    def clean(self):
        given = super().clean()
        if given.get("everything") is not None:
            if given["everything"] != len(self.keys):
                raise forms.ValidationError("見つかった件数が変わりました。もう一度確かめて選んでください。")
            given["chosen"] = self.keys
        if not given.get("chosen") and "chosen" not in self.errors:
            self.add_error("chosen", "影響を受けた方・記録を選んでください。")
        return given


class MeasureForm(forms.ModelForm):
    class Meta:
        model = IncidentMeasure
        fields = ("kind", "words", "owner", "due_on")
        field_classes = {"due_on": DayField}
        widgets = {"kind": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(is_active=True).exclude(role__in=OUTSIDE)


class MeasureChangeForm(MeasureForm):
    class Meta(MeasureForm.Meta):
        fields = ("kind", "words", "owner", "due_on", "done_on", "outcome")
        field_classes = {"due_on": DayField, "done_on": DayField}
        widgets = MeasureForm.Meta.widgets | {"outcome": forms.Textarea(attrs={"rows": 2})}


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label="区分",
        choices=[one for one in IncidentNote.Kind.choices if one[0] != IncidentNote.Kind.ACT],
        widget=forms.RadioSelect,
        initial=IncidentNote.Kind.COURSE,
    )
    words = forms.CharField(
        label="内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES
    )


class TellForm(forms.Form):
    told_at = MomentField(label="県に報告した日時")
    told_to = forms.CharField(label="県の相手（課・担当）", max_length=80)
    told_by_way = forms.ChoiceField(label="方法", choices=Incident.Way.choices, widget=forms.RadioSelect)


class CloseForm(forms.Form):
    conclusion = forms.CharField(
        label="結び",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="終了してよいと判断した理由。",
    )


class ExerciseForm(forms.ModelForm):
    class Meta:
        model = ExercisePlan
        fields = ("planned_on", "scenario")
        field_classes = {"planned_on": DayField}
