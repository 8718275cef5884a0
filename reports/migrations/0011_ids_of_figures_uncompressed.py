"""The ids behind a figure are kept as they are: packing a hundred thousand of them took longer than counting them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_year_books_and_plans")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE reports_figure ALTER COLUMN record_ids SET STORAGE EXTERNAL",
            "ALTER TABLE reports_figure ALTER COLUMN record_ids SET STORAGE EXTENDED",
        )
    ]
