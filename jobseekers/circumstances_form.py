"""The form of what is known around a person."""

from django import forms

from centre.forms import DayField
from centre.models import Occupation
from jobseekers.circumstances import Work
from jobseekers.models import Circumstances, Jobseeker
from jobseekers.models.circumstances import MOST_WORKS
from privacy.guarding import GuardedForm

NO_NAMES = "人数だけを伺います。家族の氏名や事情は書きません。"


class CircumstancesForm(GuardedForm, forms.ModelForm):
    """Origin, household, education, a few lines of work, permission to work; everything may stay empty."""

    residence_checked_on = DayField(
        label="在留カードを見て確かめた日", required=False, help_text="写しは取らず、番号も控えません。"
    )

    class Meta:
        model = Circumstances
        fields = (
            "origin_prefecture",
            "origin_city",
            "household_size",
            "children_under_18",
            "education",
            "is_student",
            "studied",
            "work_permission_note",
            "residence_checked_on",
        )
        help_texts = {
            "origin_city": "例：天草市",
            "household_size": NO_NAMES,
            "work_permission_note": "例：資格外活動の許可あり（週28時間まで）。要るときだけ書きます。",
        }

    def __init__(self, *args, person: Jobseeker, **kwargs):
        super().__init__(*args, **kwargs)
        works = {work.place: work for work in person.works.all()}
        for place in range(1, MOST_WORKS + 1):
            self._offer_work(place, works.get(place))
        self.guarded = (
            "studied",
            "work_permission_note",
            *(f"work_{place}_what" for place in range(1, MOST_WORKS + 1)),
        )

    def _offer_work(self, place: int, work) -> None:
        self.fields[f"work_{place}_occupation"] = forms.ModelChoiceField(
            label=f"仕事{place}の職種", queryset=Occupation.objects.all(), required=False, empty_label="選んでください"
        )
        self.fields[f"work_{place}_years"] = forms.IntegerField(
            label=f"仕事{place}の年数", required=False, min_value=0, max_value=70
        )
        self.fields[f"work_{place}_what"] = forms.CharField(label=f"仕事{place}の内容", required=False, max_length=100)
        if work:
            self.initial |= {
                f"work_{place}_occupation": work.occupation_id,
                f"work_{place}_years": work.years,
                f"work_{place}_what": work.what,
            }

    @property
    def work_rows(self) -> list[tuple]:
        """The fields of each line of work, for the page."""
        return [
            tuple(self[f"work_{place}_{part}"] for part in ("occupation", "years", "what"))
            for place in range(1, MOST_WORKS + 1)
        ]

    def clean(self):
        given = super().clean()
        for place in range(1, MOST_WORKS + 1):
            is_named = given.get(f"work_{place}_occupation") or given.get(f"work_{place}_what")
            if given.get(f"work_{place}_years") is not None and not is_named:
                self.add_error(f"work_{place}_occupation", "年数だけでは残せません。職種か内容を入れてください。")
        return given

    def works(self) -> list[Work]:
        """The lines of work that were filled in."""
        given = self.cleaned_data
        lines = (
            Work(given[f"work_{place}_occupation"], given[f"work_{place}_years"], given[f"work_{place}_what"])
            for place in range(1, MOST_WORKS + 1)
        )
        return [work for work in lines if work.occupation or work.what]

    def known(self) -> dict:
        """The fields of the record itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
