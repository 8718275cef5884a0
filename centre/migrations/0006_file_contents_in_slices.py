"""New files are kept uncompressed, so that a slice is read without unpacking all that comes before it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("centre", "0005_course_settings")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE centre_storedfile ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE centre_storedfile ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
