"""The past of case conferences is kept from now on: a figure of table 10 is counted from them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_columns_of_the_report"), ("jobseekers", "0004_person_page")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER reports_keep_past AFTER UPDATE OR DELETE ON jobseekers_caseconference"
            " FOR EACH ROW EXECUTE FUNCTION reports_keep_past('id', 'held_on', 'recorded_at')",
            "DROP TRIGGER reports_keep_past ON jobseekers_caseconference",
        )
    ]
