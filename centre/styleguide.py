"""The page that lists every shared component (development only)."""

from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from centre.charts import chart_shapes
from centre.forms import DayField
from centre.models import Job
from centre.registry import Card, CardItem, TimelineEntry

LABELS = ["4月", "5月", "6月", "7月", "8月", "9月"]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="名前", help_text="法人名か事業所名")
    day = DayField(label="日付", required=False, help_text="令和8年4月1日、R8.4.1、2026-04-01 のどれでも読めます。")
    kind = forms.ChoiceField(label="区分", choices=[("a", "新規"), ("b", "延長")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="内容", choices=[("x", "求人票"), ("y", "制度")], required=False, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="同意を得た", required=False)
    file = forms.FileField(label="ファイル", required=False)
    note = forms.CharField(label="備考", required=False, widget=forms.Textarea(attrs={"rows": 3}))


def styleguide(request):
    """Every component with sample content."""
    at = datetime(2026, 11, 20, 14, 3, tzinfo=timezone.get_default_timezone())
    series = [
        ("企業", "bar", [40, 52, 38, 61, 44, 58]),
        ("就職・移住", "bar", [30, 28, 41, 36, 60, 33]),
        ("目標への線", "target", [60, 70, 80, 90, 100, 110]),
    ]
    context = {
        "form": SampleForm(),
        "wrong": SampleForm({"name": "", "day": "平成40年1月1日", "kind": "a"}, prefix="wrong"),
        "shapes": chart_shapes(LABELS, series, 720, 260),
        "entries": [
            TimelineEntry(at, "訪問", "企業訪問（見込みの求人 2件）", "来春の増産に向けて人を探している。", "見本"),
            TimelineEntry(at, "掲載", "製造オペレーター：新規", by="見本"),
        ],
        "card": Card(
            "今日の約束",
            "3",
            "件",
            "期限の早い順です。",
            (CardItem("電話で様子を伺う", "#", "今日", urgent=True),),
            "#",
        ),
        "page_obj": Paginator(range(120), 50).get_page(2),
        "job": Job(pk=1, state=Job.State.DONE, done=8, total=8, message="下書きができました。", result_url="/"),
        "steps": ["ファイルを選ぶ", "確かめる", "取り込む"],
        "badges": [
            (key, label)
            for key, label in (
                ("met", "満たす"),
                ("not_met", "満たさない"),
                ("unknown", "要確認"),
                ("live", "掲載中"),
                ("ended", "期限切れ"),
                ("info", "新規"),
            )
        ],
    }
    return render(request, "styleguide.html", context)
