"""A hand-off points to the record of what it gave away."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0014_documents_leave_with_a_provision"),
        ("privacy", "0041_provision_of_a_later_record"),
        ("referrals", "0007_partner_handoffs"),
    ]

    operations = [
        migrations.AddField(
            model_name="handoff",
            name="provision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handoff",
                to="privacy.provision",
                verbose_name="提供の記録",
            ),
        ),
    ]
