"""The past of the registers is kept from now on: the monthly report counts the complaints in them."""

from django.db import migrations

# As `reports.past.SOURCES` says: the columns that are kept, and the time at which a record came in.
KEEP = """
    CREATE TRIGGER reports_keep_past AFTER UPDATE OR DELETE ON privacy_registerentry FOR EACH ROW
    EXECUTE FUNCTION reports_keep_past('id', 'kind', 'state', 'asked_on', 'answered_on', 'closed_on', 'recorded_at')
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0013_past_of_conferences"), ("privacy", "0010_registers")]

    operations = [migrations.RunSQL(KEEP, "DROP TRIGGER reports_keep_past ON privacy_registerentry")]
