"""The past of the meetings is kept from their first day on: the monthly report counts them."""

from django.db import migrations

# As `reports.past.SOURCES` says: the columns that are kept, and the time at which a record came in.
KEEP = """
    CREATE TRIGGER reports_keep_past AFTER UPDATE OR DELETE ON reports_meeting FOR EACH ROW
    EXECUTE FUNCTION reports_keep_past('id', 'kind', 'way', 'held_on', 'state', 'recorded_at')
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0200_meetings")]

    operations = [migrations.RunSQL(KEEP, "DROP TRIGGER reports_keep_past ON reports_meeting")]
