"""Kinds of paper of a course to being 対象法人; sources in postings/masters/SOURCES.md."""

from pathlib import Path

from django.db import migrations

from centre.masters import load

MASTERS = Path(__file__).resolve().parent.parent / "masters"


def load_masters(apps, schema_editor):
    load(apps.get_model("postings", "CourseDocumentKind"), MASTERS / "course_documents.csv")


class Migration(migrations.Migration):
    dependencies = [("postings", "0008_course")]

    operations = [migrations.RunPython(load_masters, migrations.RunPython.noop)]
