"""Forms of mails to a person or an employer."""

import django_filters
from django import forms
from django.utils import timezone

from centre.models import User
from consultations.mails.addresses import addresses_of
from consultations.mails.documents import offered
from consultations.mails.wording import FIELDS, LINK
from consultations.mails.writing import LONGEST_SUBJECT, links_for
from consultations.models import MailTemplate, RecordMail
from consultations.models.mails import LINK_ADDRESS
from privacy.guarding import GuardedForm

LONGEST_BODY = RecordMail._meta.get_field("body").max_length


def known_fields() -> str:
    """The fields in braces of each kind of wording, for the help text."""
    return "　".join(
        f"{MailTemplate.Reader(reader).label}：{''.join(f'{{{name}}}' for name in names)}"
        for reader, names in FIELDS.items()
    )


class TemplateForm(forms.Form):
    """A wording. Whether its title is free is told by the act, so that the same form sent twice is one wording."""

    title = forms.CharField(label="名称", max_length=80)
    reader = forms.ChoiceField(label="だれに送る文面か", choices=MailTemplate.Reader.choices, widget=forms.RadioSelect)
    subject = forms.CharField(label="件名", max_length=120)
    body = forms.CharField(label="本文", widget=forms.Textarea(attrs={"rows": 12}))
    place = forms.IntegerField(label="並び順", min_value=0, max_value=999, initial=50)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "body"
        ].help_text = f"差込み項目　{known_fields()}。{{{LINK}}}の所に、送るときアンケートのアドレスが入ります。"


class WriteForm(GuardedForm, forms.Form):
    """One mail to one record: its own addresses, its own documents, one link at most."""

    guarded = ("body",)

    to_address = forms.ChoiceField(
        label="宛先", widget=forms.RadioSelect, help_text="この相手に登録されたアドレスだけを選べます。"
    )
    subject = forms.CharField(label="件名", max_length=LONGEST_SUBJECT)
    body = forms.CharField(label="本文", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 14}))
    link = forms.ChoiceField(
        label="案内するアンケート",
        required=False,
        help_text=f"選んだときは、本文の「{LINK_ADDRESS}」が、1回だけ使えるアドレスになります。",
    )
    documents = forms.MultipleChoiceField(
        label="添付する書類",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="この相手の書類だけが並びます。パソコンの中のファイルは添付できません。",
    )

    def __init__(self, *args, record, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        addresses = addresses_of(record)
        self.fields["to_address"].choices = [(address, f"{address}（{whose}）") for address, whose in addresses]
        if addresses:
            self.initial.setdefault("to_address", addresses[0][0])
        links, documents = links_for(record), offered(record, user)
        self.fields["link"].choices = [("", "入れない"), *links]
        self.fields["documents"].choices = documents
        if not links:
            del self.fields["link"]
        if not documents:
            del self.fields["documents"]


class ReleaseForm(forms.Form):
    """The ticks of who has looked at the address and at what tells of others; asked when there is something to see."""

    has_looked = forms.BooleanField(label="宛先を確かめました", required=False)
    names_others = forms.BooleanField(
        label="ほかの方の情報を、この相手に送ってよいことを確かめました",
        required=False,
        help_text="印を付けて送ったことは、見つかったものとともに閲覧記録に残ります。",
    )

    def __init__(self, *args, warnings: list[str], others: list, **kwargs):
        super().__init__(*args, **kwargs)
        if not warnings:
            del self.fields["has_looked"]
        if not others:
            del self.fields["names_others"]


class SeveralForm(forms.Form):
    """Which wording goes to a list of people."""

    title = forms.CharField(
        label="この回の名称", max_length=80, help_text="あとで見分けるための名です。相手には届きません。"
    )
    template = forms.ModelChoiceField(
        label="文面",
        queryset=MailTemplate.objects.filter(reader=MailTemplate.Reader.PERSON),
        empty_label="選んでください",
    )
    link = forms.ChoiceField(label="案内するアンケート", required=False)

    def __init__(self, *args, links: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["link"].choices = [("", "入れない"), *links]
        if not links:
            del self.fields["link"]


class MailFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状態",
        method="by_state",
        choices=[("prepared", "確認待ち"), ("leaving", "送信待ち"), ("sent", "送信済み"), ("failed", "届いていない")],
        empty_label="すべて",
    )

    class Meta:
        model = RecordMail
        fields = ()

    def by_state(self, queryset, name, value):
        if value == "failed":
            return queryset.failed(timezone.now())
        if value == "sent":
            return queryset.filter(sent_at__isnull=False)
        return queryset.prepared() if value == "prepared" else queryset.recallable()
