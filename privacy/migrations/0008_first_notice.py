"""The first notice of secrecy and penalties; its source in privacy/masters/SOURCES.md."""

from pathlib import Path

from django.db import migrations

from centre.masters import load

MASTERS = Path(__file__).resolve().parent.parent / "masters"


def load_masters(apps, schema_editor):
    load(apps.get_model("privacy", "NoticeText"), MASTERS / "notice_texts.csv")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_duties")]

    operations = [migrations.RunPython(load_masters, migrations.RunPython.noop)]
