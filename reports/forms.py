"""Forms of the reports."""

from django import forms


class NoteForm(forms.Form):
    remarks = forms.CharField(
        label="特記事項",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="1行が1項目になります。臨時閉所は暦から自動で入ります。人や企業の名は書かないでください。",
    )
    plans = forms.CharField(
        label="来月の予定",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="1行が1項目になります。",
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label="質問・回答",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="送ったものは直せません。人の名や連絡先は書かないでください。",
    )
