"""Forms of privacy."""

from django import forms

MINIMUM = 5


class ReasonForm(forms.Form):
    """Why somebody looks at personal data."""

    reason = forms.CharField(
        label="閲覧の理由",
        min_length=MINIMUM,
        max_length=200,
        help_text="例：令和8年度上半期の閲覧記録の点検のため。理由は閲覧記録に残ります。",
        error_messages={"min_length": f"理由は{MINIMUM}文字以上で、何のために見るかを書いてください。"},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
