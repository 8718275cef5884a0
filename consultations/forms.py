"""Forms of the consultations."""

from datetime import date, timedelta

from django import forms
from django.urls import reverse
from django.utils import timezone

from centre.calendar import opening_days
from centre.forms import DayField, MomentField, typed
from centre.models import User
from centre.roles import ABILITIES, Role, may
from centre.tabular import values
from consultations.day_words import Promised, read, spoken
from consultations.models import Consultation, Phrase, Topic
from consultations.phrasing import BLANK
from consultations.picking import fitting_parties, picked
from consultations.receiving import Newcomer
from consultations.taking import LINES_OF_SUMMARY, PARTIES_OF_REVIEWERS, PEOPLE, With, minutes_since
from jobseekers.models import Consent
from jobseekers.models.jobseeker import LONGEST_NAME
from privacy.guarding import GuardedForm

NOT_WANTED = "健康・信条・家族の事情など、相談に要らないことは書かないでください。"


def numbered(choices) -> list[tuple[str, str]]:
    """Choices whose labels begin with the key that picks them: 1 to 9, then 0."""
    return [
        (value, f"{(place + 1) % 10} {label}" if place < 10 else label) for place, (value, label) in enumerate(choices)
    ]


class ColleagueField(forms.ModelChoiceField):
    """A colleague who takes down consultations."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=User.objects.filter(is_active=True, role__in=ABILITIES["consultations.edit"]), **kwargs
        )


class TakenForm(GuardedForm, forms.Form):
    """What every form of a consultation asks."""

    guarded = ("summary", "note", "next_action")

    # Written by hand in party.html, which is replaced as a whole when somebody is picked.
    picked = forms.CharField(label="選んだ相手", required=False, max_length=40)
    caller = forms.CharField(
        label="相手",
        required=False,
        max_length=LONGEST_NAME,
        help_text="電話番号の下4桁、名前、ふりがなで候補が出ます。Enterで先頭の候補を選びます。匿名の方は空のままEnterです。",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-trigger": "input changed delay:150ms",
                "hx-target": "#picks",
                "hx-sync": "this:replace",
            }
        ),
    )
    party = forms.ChoiceField(label="相手の種類", choices=Consultation.Party.choices, widget=forms.RadioSelect)
    method = forms.ChoiceField(label="方法", choices=numbered(Consultation.Method.choices), widget=forms.RadioSelect)
    held_at = MomentField(label="日時")
    topic = forms.ChoiceField(label="主な内容", choices=numbered(Topic.choices), widget=forms.RadioSelect)
    is_continuing = forms.BooleanField(label="継続の相談（前にも相談を受けた相手）", required=False)
    # Its length is a rule of the act: a browser that knew it would cut what is pasted, and tell nobody.
    summary = forms.CharField(
        label="要点（3行まで）",
        required=False,
        widget=forms.Textarea(attrs={"rows": LINES_OF_SUMMARY}),
        help_text="一覧に出ます。あとで読む人のために。",
    )
    note = forms.CharField(
        label="記録", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=NOT_WANTED
    )
    more_topics = forms.MultipleChoiceField(
        label="ほかの内容", required=False, choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(label="所要（分）", required=False, min_value=1, max_value=600)
    groups = forms.IntegerField(
        label="組数（組）", min_value=1, max_value=999, initial=1, help_text="家族や団体は、1組に何人と数えます。"
    )
    people = forms.IntegerField(label="人数（人）", min_value=1, max_value=999, initial=1)

    # Fields that are not columns of the consultation.
    ASIDE: tuple[str, ...] = ("picked", "caller", "party")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.who = picked(self["picked"].value() or "", user)
        parties = fitting_parties(self.who)
        if user.role == Role.REVIEWER:
            parties = [choice for choice in parties if choice[0] in PARTIES_OF_REVIEWERS]
        self.fields["party"].choices = numbered(parties)
        self.fields["caller"].widget.attrs["hx-get"] = reverse("consultations:suggestions")
        if self.who is None and not self.is_bound:
            self.fields["caller"].widget.attrs["autofocus"] = True
        if self.who and not self.is_bound:
            self.initial.setdefault("party", self.who.party)

    def other_side(self) -> With:
        """Whom the consultation was with; the text beside a picked record is only its name and is not kept."""
        party = self.cleaned_data["party"]
        if self.who is None:
            return With(party, caller=self.cleaned_data["caller"])
        return With(party, self.who.establishment, self.who.jobseeker, self.who.agency)

    def taken(self) -> dict:
        """Field values of the consultation, without the other side."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.ASIDE}

    def clean_summary(self):
        return self.cleaned_data["summary"].replace("\r\n", "\n")


def understood(text: str) -> Promised | None:
    """The promise that the words of a next action name, counted from today with the closures of the counter."""
    today = timezone.localdate()
    known_until = today + timedelta(days=400)
    open_days = set(opening_days(today, known_until))

    def opens(day: date) -> bool:
        return day in open_days if day <= known_until else day.weekday() < 5

    return read(text, today, opens)


class EntryForm(TakenForm):
    """The quick entry: what was said, and what was promised; somebody new is registered with the consent shown."""

    ASIDE = (*TakenForm.ASIDE, "opened_at", "entry_key", "phone", "consent_version", "consent_method", "agreed")

    opened_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    # The number of this entry goes with its draft, so that a draft sent again makes no second record.
    entry_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    consent_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label="この文面を本人に示し、同意を受けました", required=False)
    phone = forms.CharField(label="電話番号", required=False, max_length=20)
    consent_method = forms.ChoiceField(
        label="同意の方法",
        required=False,
        choices=Consent.Method.choices,
        widget=forms.RadioSelect,
        initial=Consent.Method.ORAL,
    )
    next_action = forms.CharField(
        label="次にすること",
        required=False,
        max_length=200,
        help_text="例：木曜に電話。日を言葉で入れると期日を読み取ります。Enterで確かめると「約束」に並びます。",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-trigger": "input changed delay:250ms",
                "hx-params": "next_action",
                "hx-target": "#promised",
                "hx-swap": "innerHTML",
                "hx-sync": "this:replace",
            }
        ),
    )
    next_on = DayField(label="期日", required=False)
    assigned_to = ColleagueField(label="約束の担当者", required=False, empty_label="自分")
    counsellor = ColleagueField(label="相談の担当者", required=False, empty_label="自分")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_action"].widget.attrs["hx-post"] = reverse("consultations:day_words")
        self.phrases = list(Phrase.objects.usable_by(self.user)[:9])

    @property
    def is_newcomer(self) -> bool:
        """Whether somebody is named who is to be registered first."""
        return (
            self.who is None
            and may(self.user, "jobseekers.edit")
            and self["party"].value() in PEOPLE
            and bool(self["caller"].value())
        )

    def offer_topics(self, recent: list[str]) -> None:
        """Put what the party spoke about last first, and choose the last of it."""
        first = list(dict.fromkeys(recent))
        topics = sorted(Topic.choices, key=lambda choice: first.index(choice[0]) if choice[0] in first else len(first))
        self.fields["topic"].choices = numbered(topics)
        if first and not self.is_bound:
            self.initial.setdefault("topic", first[0])

    def clean_phone(self):
        return typed(values.phone, self.cleaned_data["phone"]) or ""

    def clean(self):
        given = super().clean()
        for name in ("summary", "note"):
            if BLANK in given.get(name, ""):
                self.add_error(name, f"定型句の空欄（{BLANK}）が残っています。埋めるか、消してください。")
        if self.is_newcomer and not given.get("agreed"):
            self.add_error(
                "agreed",
                "本人の同意がないと登録できません。同意がないときは、相手の欄を空にして記録してください（名は残りません）。",
            )
        if given.get("next_action") and not given.get("next_on") and "next_on" not in self.errors:
            self._ask_to_confirm(given["next_action"])
        return given

    def _ask_to_confirm(self, words: str) -> None:
        """A day said in words is shown as a date, and is kept only when the form is sent again with it."""
        promised = understood(words)
        if promised is None:
            return
        self.data = self.data.copy()
        self.data["next_action"], self.data["next_on"] = promised.what, promised.day.isoformat()
        said = f"{spoken(promised.day)}の約束と読みました。{promised.note}よければ、もう一度保存してください。"
        self.add_error("next_on", said)

    def taken(self) -> dict:
        """As for every form; the minutes are counted from the opening when nobody wrote them."""
        found, given = super().taken(), self.cleaned_data
        if found["minutes"] is None:
            found["minutes"] = minutes_since(given["opened_at"], given["held_at"], given["method"], timezone.now())
        return found

    def newcomer(self) -> Newcomer | None:
        """The person to be registered, None when the other side is known, unnamed or no person."""
        if not self.is_newcomer:
            return None
        given = self.cleaned_data
        return Newcomer(
            given["caller"], given["phone"], given["consent_version"] or 0, given["consent_method"] or "oral"
        )


class RevisionForm(TakenForm):
    """A consultation that was taken down before."""


class PromiseForm(GuardedForm, forms.Form):
    """A promise that comes out of a consultation."""

    guarded = ("what",)

    what = forms.CharField(label="すること", max_length=200)
    due_on = DayField(label="期日")
    assigned_to = ColleagueField(label="担当者", required=False, empty_label="自分")


class KeepForm(GuardedForm, forms.Form):
    """How a promise was kept."""

    guarded = ("outcome",)

    outcome = forms.CharField(label="結果", required=False, max_length=200, help_text="空のままでも済ませられます。")


class PostponeForm(forms.Form):
    """Another day for a promise."""

    due_on = DayField(label="新しい期日")


class HandOverForm(forms.Form):
    """A colleague for a promise."""

    assigned_to = ColleagueField(label="引き継ぐ相手")


class PhraseForm(forms.ModelForm):
    """A phrase."""

    class Meta:
        model = Phrase
        fields = ("text", "is_shared", "place")
        help_texts = {"place": "小さい順に並びます。はじめの9つは Alt＋1〜9 で入ります。"}


class MineForm(forms.Form):
    """What a counsellor chooses for themselves."""

    single_keys = forms.BooleanField(
        label="1文字のキー操作を使う", required=False, help_text="使わないときも、メニューからすべての画面を開けます。"
    )
    promise_mail = forms.BooleanField(
        label="約束などの件数を、開設日の朝にメールで受け取る",
        required=False,
        help_text="期限切れか今日の約束があるとき、本人からの請求や記録の消去の期限が近いときだけ、1日に1通です。名前や内容は書きません。",
    )
