"""Master data of the centre; sources in centre/masters/SOURCES.md."""

from datetime import date
from pathlib import Path

from django.db import migrations

from centre.masters import load

MASTERS = Path(__file__).resolve().parent.parent / "masters"
FILES = {
    "Prefecture": "prefectures.csv",
    "Municipality": "municipalities.csv",
    "TokyoWard": "tokyo_wards.csv",
    "Industry": "industries.csv",
    "Occupation": "occupations.csv",
    "PartnerAgency": "partner_agencies.csv",
    "Closure": "closures_2026.csv",
}


def load_masters(apps, schema_editor):
    for model, file in FILES.items():
        load(apps.get_model("centre", model), MASTERS / file)
    apps.get_model("centre", "Contract").objects.create(
        fiscal_year=2026,
        title="令和8年度（2026年度）くまもと移住定住・UIJターン就職支援センター 熊本（就職・マッチング支援）窓口運営等業務",
        ends_on=date(2027, 3, 31),
        target_postings=2200,
    )


class Migration(migrations.Migration):
    dependencies = [("centre", "0001_initial")]

    operations = [migrations.RunPython(load_masters, migrations.RunPython.noop)]
