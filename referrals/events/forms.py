"""Forms of the events."""

from django import forms
from django.utils import timezone

from centre.forms import ClockField, DayField
from centre.models import PartnerAgency
from consultations.models import Consultation
from employers.models import Establishment
from privacy.guarding import GuardedForm
from referrals.events.models import CentreEvent, EventGuest, EventOutcome
from referrals.events.noting_outcomes import courses_of, talks_of
from referrals.models import Referral

MOST = 999
PEOPLE_PARTIES = [choice for choice in EventGuest.Party.choices if choice[0] != EventGuest.Party.EMPLOYER]
UNREGISTERED = [choice for choice in PEOPLE_PARTIES if choice[0] != EventGuest.Party.JOBSEEKER]


class EventForm(forms.Form):
    """What an event is, when and where, who runs it and for how many."""

    kind = forms.ChoiceField(label="種類", choices=CentreEvent.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="名称", max_length=80, help_text="例：秋のUIJターン合同説明会")
    purpose = forms.CharField(label="目的", required=False, max_length=200)
    first_on = DayField(label="初日")
    last_on = DayField(label="最終日", required=False, help_text="1日で終わるときは、空のままにします。")
    begins_at = ClockField(label="開始の時刻", required=False)
    ends_at = ClockField(label="終了の時刻", required=False)
    place = forms.CharField(label="会場", required=False, max_length=120)
    is_online = forms.BooleanField(label="オンラインで行う（会場と併せて行うときも選びます）", required=False)
    run_by = forms.ChoiceField(
        label="主催",
        choices=CentreEvent.Runner.choices,
        widget=forms.RadioSelect,
        initial=CentreEvent.Runner.OURS,
    )
    agency = forms.ModelChoiceField(
        label="主催する関係機関",
        required=False,
        queryset=PartnerAgency.objects.filter(is_active=True),
        empty_label="（窓口の主催）",
    )
    seats_employers = forms.IntegerField(
        label="企業の定員（社）", required=False, min_value=1, max_value=MOST, help_text="なければ空のままにします。"
    )
    seats_people = forms.IntegerField(
        label="参加者の定員（人）",
        required=False,
        min_value=1,
        max_value=9999,
        help_text="企業の社員は数えません。出席の予定と、受付した方の人数で数えます。",
    )

    def clean(self):
        given = super().clean()
        if given.get("first_on") and not given.get("last_on") and "last_on" not in self.errors:
            given["last_on"] = given["first_on"]
        return given


class PlainForm(forms.Form):
    """A form that only asks for a press."""


class CancelForm(forms.Form):
    """Why an event does not take place."""

    reason = forms.CharField(label="中止の理由", max_length=200)


class CountForm(forms.Form):
    """People who are only counted: 組 and 人."""

    party = forms.ChoiceField(
        label="区分", choices=UNREGISTERED, initial=EventGuest.Party.ANONYMOUS, widget=forms.RadioSelect
    )
    groups = forms.IntegerField(label="組数（組）", min_value=1, max_value=MOST, initial=1)
    people = forms.IntegerField(label="人数（人）", min_value=1, max_value=MOST, initial=1)


class InviteToForm(forms.Form):
    """To which of the events to come somebody is invited, and what they have said already."""

    event = forms.ModelChoiceField(
        label="行事", queryset=CentreEvent.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    party = forms.ChoiceField(
        label="来る方",
        choices=[(EventGuest.Party.JOBSEEKER, "本人"), *EventGuest.Party.choices[2:4]],
        initial=EventGuest.Party.JOBSEEKER,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label="返事",
        choices=[
            (EventGuest.Standing.INVITED, "招待した（返事待ち）"),
            (EventGuest.Standing.ACCEPTED, "出席の返事をもらった"),
        ],
        initial=EventGuest.Standing.INVITED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, is_person: bool, **kwargs):
        super().__init__(*args, **kwargs)
        coming = CentreEvent.objects.coming(timezone.localdate())
        self.fields["event"].queryset = coming
        self.fields["event"].label_from_instance = _coming
        self.initial.setdefault("event", coming.first())
        if not is_person:
            del self.fields["party"]


def _coming(event: CentreEvent) -> str:
    place = event.place or "オンライン"
    return f"{event.first_on:%Y年%-m月%-d日}　{event.get_kind_display()}：{event.title}（{place}）"


class GuestForm(GuardedForm, forms.Form):
    """How many come, and whose names stand on the cards."""

    guarded = ("names",)

    groups = forms.IntegerField(label="組数（組）", min_value=1, max_value=MOST)
    people = forms.IntegerField(label="人数（人）", min_value=1, max_value=MOST)
    names = forms.CharField(
        label="名札の氏名",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="1行に1人。本人が書くとおりに書きます。登録のある本人の氏名は、書かなくても名札になります。",
    )

    def __init__(self, *args, guest: EventGuest, **kwargs):
        super().__init__(*args, **kwargs)
        if guest.party == EventGuest.Party.EMPLOYER:
            del self.fields["groups"]
            self.fields["people"].label = "来る社員の人数（人）"
        if guest.establishment_id is None and guest.jobseeker_id is None:
            del self.fields["names"]

    def clean(self):
        given = super().clean()
        return {"groups": 0, "names": "", **given}


class OutcomeForm(GuardedForm, forms.Form):
    """What came of the event for a guest; what the counter keeps already is offered to be tied."""

    guarded = ("note",)

    kind = forms.ChoiceField(label="成果", choices=EventOutcome.Kind.choices, widget=forms.RadioSelect)
    establishment = forms.ModelChoiceField(
        label="相手の企業", required=False, queryset=Establishment.objects.none(), empty_label="（なし）"
    )
    referral = forms.ModelChoiceField(
        label="情報提供・応募の記録",
        required=False,
        queryset=Referral.objects.none(),
        empty_label="（自動で選ぶ・なし）",
        help_text="この企業との記録が1つだけのときは、選ばなくても結び付きます。",
    )
    consultation = forms.ModelChoiceField(
        label="相談の記録",
        required=False,
        queryset=Consultation.objects.none(),
        empty_label="（自動で選ぶ・なし）",
        help_text="行事の日の相談が1つだけのときは、選ばなくても結び付きます。",
    )
    note = forms.CharField(label="内容", required=False, max_length=200)

    def __init__(self, *args, guest: EventGuest, **kwargs):
        super().__init__(*args, **kwargs)
        if guest.party == EventGuest.Party.EMPLOYER:
            del self.fields["establishment"], self.fields["referral"]
        else:
            came = guest.event.guests.filter(standing=EventGuest.Standing.ATTENDED)
            self.fields["establishment"].queryset = Establishment.objects.filter(
                pk__in=came.filter(establishment__isnull=False).values("establishment")
            ).order_by("kana_key", "pk")
            self.fields["referral"].queryset = courses_of(guest)
            self.fields["referral"].label_from_instance = _course
        self.fields["consultation"].queryset = talks_of(guest)
        self.fields["consultation"].label_from_instance = _talk
        for name in ("referral", "consultation"):
            if name in self.fields and not self.fields[name].queryset.exists():
                del self.fields[name]


def _course(referral: Referral) -> str:
    return f"{referral.posting.title}（{referral.posting.establishment.name}・{referral.get_stage_display()}）"


def _talk(consultation: Consultation) -> str:
    return f"{consultation.held_at:%Y-%m-%d}　{consultation.get_topic_display()}"
