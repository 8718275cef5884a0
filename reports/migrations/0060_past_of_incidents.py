"""The past of the incidents is kept from now on: the monthly report counts them."""

from django.db import migrations

# As `reports.past.SOURCES` says: the columns that are kept, and the time at which a record came in.
KEEP = """
    CREATE TRIGGER reports_keep_past AFTER UPDATE OR DELETE ON privacy_incident FOR EACH ROW
    EXECUTE FUNCTION reports_keep_past('id', 'is_exercise', 'kind', 'noticed_at', 'told_at', 'withdrawn_at', 'pressed_at')
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_year_books_and_plans"), ("privacy", "0060_incidents")]

    operations = [migrations.RunSQL(KEEP, "DROP TRIGGER reports_keep_past ON privacy_incident")]
