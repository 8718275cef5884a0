"""From here on nothing is told without the record of its provision."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("referrals", "0019_provisions_of_earlier_handoffs")]

    operations = [
        migrations.AddConstraint(
            model_name="handoff",
            constraint=models.CheckConstraint(
                condition=Q(("direction", "in"), ("shared", []), ("provision__isnull", False), _connector="OR"),
                name="handoff_tells_nothing_without_a_provision",
            ),
        ),
    ]
