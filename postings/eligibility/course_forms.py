"""Forms of a corporation's course to being a 対象法人."""

from django import forms
from django.utils import timezone

from centre.files import store
from centre.forms import DayField, ScanFile
from centre.models import Municipality, StoredFile
from employers.models import Corporation
from postings.models import CourseDocumentKind


class BeginForm(forms.Form):
    """The day on which a period begins."""

    registered_on = DayField(label="登録日", initial=timezone.localdate)


class PaperForm(forms.Form):
    """Which paper it is about."""

    kind = forms.ModelChoiceField(
        label="書類", queryset=CourseDocumentKind.objects.all(), empty_label=None, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="書類の名前", max_length=60, required=False, help_text="「その他」のときに入れます。"
    )


class AskForm(PaperForm):
    """A paper the employer is asked for."""

    asked_on = DayField(label="依頼した日", initial=timezone.localdate)


class ReceiveForm(PaperForm):
    """A paper that came."""

    received_on = DayField(label="受け取った日", initial=timezone.localdate)
    issued_on = DayField(label="書類の日付", required=False, help_text="発行日や署名の日。なければ空けておきます。")
    valid_until = DayField(label="書類の期限", required=False, help_text="空けておくと、契約の設定で決まります。")
    file = ScanFile(
        label="書類の写し",
        required=False,
        help_text="画像かPDF、10MBまで。ハッシュ値とともに残します。個人番号（マイナンバー）の載った書類は受け取りません。",
    )
    paper_place = forms.CharField(
        label="紙の保管場所", max_length=100, required=False, help_text="写しを添えないときに入れます。"
    )

    def paper(self, corporation: Corporation) -> dict:
        """Arguments of the act; the file is stored under the name of what it is, not of whom it names."""
        data = dict(self.cleaned_data)
        return data | {"file": self._stored(corporation) if data["file"] else None}

    def _stored(self, corporation: Corporation) -> StoredFile:
        file = self.cleaned_data["file"]
        name = self.cleaned_data["title"] or self.cleaned_data["kind"].name
        return store(f"{name}（{corporation.name}）{file.ending}"[-200:], file.content_type, file.read())


class CheckForm(forms.Form):
    """Whether a paper is in order."""

    verdict = forms.ChoiceField(
        label="確かめた結果", choices=[("fine", "不備なし"), ("refused", "不備あり")], widget=forms.RadioSelect
    )
    refusal = forms.CharField(
        label="不備の内容", max_length=200, required=False, help_text="企業に頼み直すときの言葉で書きます。"
    )


class SettleForm(forms.Form):
    """What the prefecture said about the recommendation."""

    needed = forms.TypedChoiceField(
        label="市町村の推薦",
        choices=[("yes", "要る"), ("no", "要らない")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label="根拠", max_length=200, help_text="だれに、いつ、どう確かめたか。例：11月19日 県の担当課に電話で確認"
    )


class RecommendForm(forms.Form):
    """The recommendation of a municipality."""

    municipality = forms.ModelChoiceField(
        label="推薦した市町村", queryset=Municipality.objects.all(), empty_label="選んでください"
    )
    recommended_on = DayField(label="推薦の日", initial=timezone.localdate)
    note = forms.CharField(label="備考", max_length=200, required=False)


class CertifyForm(forms.Form):
    """The prefecture's certification."""

    certified_on = DayField(label="認定の日", initial=timezone.localdate)
    certificate_number = forms.CharField(label="認定番号", max_length=40, required=False)
    valid_until = DayField(
        label="認定の期限",
        required=False,
        help_text="効力のある最後の日。空けておくと、契約の設定で決まります。",
    )


class ClearForm(forms.Form):
    """From when postings can be handed in."""

    cleared_on = DayField(
        label="掲載可の日", initial=timezone.localdate, help_text="県のサイトに対象の求人を入れられるようになった日"
    )


class WithdrawForm(forms.Form):
    """The end of a course."""

    withdrawn_on = DayField(label="取下げの日", initial=timezone.localdate)
    reason = forms.CharField(label="理由", max_length=200, help_text="企業の申出、県の取消しなど")
