"""Forms of what proves a listing: copies of the page, and taking a certificate back."""

import re

from django import forms
from django.utils import timezone

from centre.forms import MomentField, refuse_traps

MOST_BYTES = 10 * 1024 * 1024
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_KINDS = (
    (re.compile(rb"\A\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\A\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\A%PDF-\d"), "application/pdf"),
    (_HTML, "text/html"),
)


class PageCopy(forms.FileField):
    """A copy of a web page: an image, a PDF or the page itself; what it is, its content says and not its name.

    The cleaned file carries `content_type` as found.
    """

    widget = forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.pdf,.html,.htm"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"控えは{MOST_BYTES // 1024 // 1024}MBまでにしてください。")
        head = file.read(4096)
        file.seek(0)
        found = next((kind for pattern, kind in _KINDS if pattern.search(head)), None)
        if found is None:
            raise forms.ValidationError("控えは、画像（PNG・JPEG）、PDF、HTMLのどれかにしてください。")
        if found != "text/html":
            refuse_traps(file)
        file.content_type = found
        return file


class EvidenceForm(forms.Form):
    """A copy of the listed page."""

    file = PageCopy(label="掲載画面の控え", help_text="画面の画像・PDF・HTML。10MBまで。ハッシュ値とともに残します。")
    taken_at = MomentField(label="写した日時", initial=timezone.now, help_text="画面を写した日時")
    url = forms.URLField(label="写したページのアドレス", required=False, assume_scheme="https", max_length=300)
    note = forms.CharField(label="備考", required=False, max_length=200)

    def arguments(self) -> dict:
        """Arguments of the act."""
        file = self.cleaned_data["file"]
        return {
            "name": file.name,
            "content_type": file.content_type,
            "content": file.read(),
            "taken_at": self.cleaned_data["taken_at"],
            "url": self.cleaned_data["url"],
            "note": self.cleaned_data["note"],
        }


class RevocationForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.CharField(label="取り消す理由", max_length=200)
