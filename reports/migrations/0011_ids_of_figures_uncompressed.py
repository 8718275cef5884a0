"""The ids behind a figure are kept as they are: packing a hundred thousand of them took longer than counting them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0060_past_of_incidents")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE reports_figure ALTER COLUMN record_ids SET STORAGE EXTERNAL",
            "ALTER TABLE reports_figure ALTER COLUMN record_ids SET STORAGE EXTENDED",
        )
    ]
