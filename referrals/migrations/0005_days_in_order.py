"""What the days of a course must fulfil, once those of before are carried over."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_carry_over_courses")]

    operations = [
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applied_on__isnull", True), ("applied_on__gte", models.F("informed_on")), _connector="OR"
                ),
                name="referral_applied_after_the_days_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("documents_on__isnull", True),
                    (
                        "documents_on__gte",
                        django.db.models.functions.comparison.Greatest(
                            models.F("informed_on"), models.F("applied_on")
                        ),
                    ),
                    _connector="OR",
                ),
                name="referral_documents_after_the_days_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("interviewed_on__isnull", True),
                    (
                        "interviewed_on__gte",
                        django.db.models.functions.comparison.Greatest(
                            models.F("informed_on"), models.F("applied_on"), models.F("documents_on")
                        ),
                    ),
                    _connector="OR",
                ),
                name="referral_interviewed_after_the_days_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("offered_on__isnull", True),
                    (
                        "offered_on__gte",
                        django.db.models.functions.comparison.Greatest(
                            models.F("informed_on"),
                            models.F("applied_on"),
                            models.F("documents_on"),
                            models.F("interviewed_on"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="referral_offered_after_the_days_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_on__isnull", True),
                    (
                        "joined_on__gte",
                        django.db.models.functions.comparison.Greatest(
                            models.F("informed_on"),
                            models.F("applied_on"),
                            models.F("documents_on"),
                            models.F("interviewed_on"),
                            models.F("offered_on"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="referral_joined_after_the_days_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "applied"), _negated=True), ("applied_on__isnull", False), _connector="OR"
                ),
                name="referral_applied_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "documents"), _negated=True), ("documents_on__isnull", False), _connector="OR"
                ),
                name="referral_documents_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "interviewed"), _negated=True),
                    ("interviewed_on__isnull", False),
                    _connector="OR",
                ),
                name="referral_interviewed_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "offered"), _negated=True), ("offered_on__isnull", False), _connector="OR"
                ),
                name="referral_offered_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "joined"), _negated=True), ("joined_on__isnull", False), _connector="OR"
                ),
                name="referral_joined_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "informed",
                            "applied",
                            "documents",
                            "interviewed",
                            "offered",
                            "joined",
                            "withdrawn",
                            "rejected",
                        ],
                    )
                ),
                name="referral_stage_is_of_the_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", False), ("stage__in", ["withdrawn", "rejected", "joined"])),
                    models.Q(
                        models.Q(("stage__in", ["withdrawn", "rejected", "joined"]), _negated=True),
                        ("closed_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="referral_closed_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True),
                    (
                        "closed_on__gte",
                        django.db.models.functions.comparison.Greatest(
                            models.F("informed_on"),
                            models.F("applied_on"),
                            models.F("documents_on"),
                            models.F("interviewed_on"),
                            models.F("offered_on"),
                            models.F("joined_on"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="referral_closed_after_all_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("joined_on", models.F("closed_on")), ("stage", "joined")),
                    models.Q(models.Q(("stage", "joined"), _negated=True), ("joined_on__isnull", True)),
                    _connector="OR",
                ),
                name="referral_joined_is_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["withdrawn", "rejected"]), models.Q(("ended_reason", ""), _negated=True)),
                    models.Q(models.Q(("stage__in", ["withdrawn", "rejected"]), _negated=True), ("ended_reason", "")),
                    _connector="OR",
                ),
                name="referral_end_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_indefinite__isnull", True), ("joined_on__isnull", False), _connector="OR"),
                name="referral_kind_of_contract_of_a_hiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("no_poaching_until__isnull", True),
                    models.Q(
                        ("is_indefinite", True),
                        ("is_indefinite__isnull", False),
                        ("no_poaching_until__gt", models.F("joined_on")),
                    ),
                    _connector="OR",
                ),
                name="referral_no_poaching_of_an_indefinite_hiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keep_until__isnull", True),
                    models.Q(("closed_on__isnull", False), ("keep_until__gt", models.F("closed_on"))),
                    _connector="OR",
                ),
                name="referral_kept_after_its_end",
            ),
        ),
    ]
