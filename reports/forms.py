"""Forms of the reports."""

from django import forms

from reports.columns import ColumnSet
from reports.laying_out import titles_of_tables
from reports.models import ExcelForm, FileSettings

LARGEST_FORM = 5 * 1024 * 1024


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


class LayoutForm(forms.Form):
    """Order, title and presence of each table, and whether files hide small numbers."""

    masks = forms.BooleanField(
        label="県へ出すファイルでは、小さい数（1〜4）を伏せる",
        required=False,
        help_text="人についての内訳（表4・表7・表8）が対象です。引き算で分かってしまう数も、あわせて伏せます。",
    )

    def __init__(self, *args, settings: FileSettings, **kwargs):
        super().__init__(*args, **kwargs)
        self.titles = titles_of_tables()
        self.fields["masks"].initial = settings.masks
        place = {number: at for at, number in enumerate(settings.tables, start=1)}
        for at, (number, title) in enumerate(self.titles.items(), start=1):
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=f"表{number}　{title}：何番目", min_value=1, max_value=99, initial=place.get(number, at)
            )
            self.fields[f"shown_{number}"] = forms.BooleanField(
                label=f"表{number}を出す", required=False, initial=number not in settings.hidden
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"表{number}の題名",
                required=False,
                max_length=40,
                initial=settings.titles.get(str(number), ""),
                help_text=f"空なら「{title}」です。",
            )

    def layout(self) -> dict:
        """What was chosen, as the act takes it."""
        data = self.cleaned_data
        return {
            "order": {number: data[f"place_{number}"] for number in self.titles},
            "hidden": {number for number in self.titles if not data[f"shown_{number}"]},
            "titles": {number: data[f"title_{number}"].strip() for number in self.titles},
            "masks": data["masks"],
        }


class ColumnsForm(forms.Form):
    """Order, title and presence of each column of a table, by column set."""

    def __init__(self, *args, sets: list[ColumnSet], chosen: dict[str, dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.places: dict[str, dict[str, str]] = {}
        for number, found in enumerate(sets):
            settings = chosen.get(found.key, {"order": [], "hidden": [], "titles": {}})
            place = {name: at for at, name in enumerate(settings["order"], start=1)}
            self.places[found.key] = {f"{number}_{at}": name for at, name in enumerate(found.names, start=1)}
            for at, (key, name) in enumerate(self.places[found.key].items(), start=1):
                self.fields[f"place_{key}"] = forms.IntegerField(
                    label=f"{found.label}「{name}」：何番目", min_value=1, max_value=99, initial=place.get(name, at)
                )
                self.fields[f"shown_{key}"] = forms.BooleanField(
                    label=f"{found.label}「{name}」を出す", required=False, initial=name not in settings["hidden"]
                )
                self.fields[f"title_{key}"] = forms.CharField(
                    label=f"{found.label}「{name}」の題名",
                    required=False,
                    max_length=20,
                    initial=settings["titles"].get(name, ""),
                    help_text=f"空なら「{name}」です。",
                )

    def columns(self) -> dict[str, dict]:
        """What was chosen, as the act takes it."""
        data = self.cleaned_data
        return {
            column_set: {
                "order": [names[key] for key in sorted(names, key=lambda key: data[f"place_{key}"])],
                "hidden": [name for key, name in names.items() if not data[f"shown_{key}"]],
                "titles": {name: title for key, name in names.items() if (title := data[f"title_{key}"].strip())},
            }
            for column_set, names in self.places.items()
        }


class ExcelFormForm(forms.Form):
    name = forms.CharField(label="様式の名", max_length=80)
    file = forms.FileField(
        label="様式（.xlsx）",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text="図や画像は引き継がれないことがあります。できた様式を一度開いて確かめてください。",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FORM:
            raise forms.ValidationError("5MBまでの様式にしてください。")
        return file


class CellsForm(forms.Form):
    """One field for each named cell of a form."""

    def __init__(self, *args, excel_form: ExcelForm, addresses: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.addresses = addresses
        self.names = dict(enumerate(sorted(excel_form.cells)))
        for number, name in self.names.items():
            self.fields[f"cell_{number}"] = forms.CharField(
                label=name,
                required=False,
                max_length=200,
                initial=excel_form.cells[name],
                widget=forms.TextInput(attrs={"list": "addresses", "autocomplete": "off"}),
            )

    def clean(self):
        for number in self.names:
            wanted = self.cleaned_data.get(f"cell_{number}", "").strip()
            if wanted and wanted not in self.addresses:
                self.add_error(f"cell_{number}", "この名の数字はありません。候補から選んでください。")

    def cells(self) -> dict[str, str]:
        """{name of the cell: what goes into it}."""
        return {name: self.cleaned_data[f"cell_{number}"].strip() for number, name in self.names.items()}
