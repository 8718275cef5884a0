"""The schemes the counter tells employers about (DOMAIN 2.7), and the renewals recorded so far."""

from django.db import migrations

SCHEMES = (
    ("bright", "ブライト企業", "certification", "熊本県の認定。働く人がいきいきと働く企業"),
    ("kurumin", "くるみん", "certification", "国の認定。子育てサポート企業（次世代育成支援対策推進法）"),
    ("eruboshi", "えるぼし", "certification", "国の認定。女性の活躍の推進（女性活躍推進法）"),
    ("youth_yell", "ユースエール", "certification", "国の認定。若者の採用と育成（若者雇用促進法）"),
    ("monisu", "もにす", "certification", "国の認定。障害者雇用の優良な中小事業主（障害者雇用促進法）"),
    ("travel", "交通費補助", "support", "県の事業。応募者の交通費の補助（契約 8(2)②）。内容は要確認"),
    (
        "scholarship",
        "奨学金返還等サポート",
        "support",
        "ふるさとくまもと奨学金返還等サポート（くま活サポート）。県と参加企業が半分ずつ。年度ごとの参加登録",
    ),
    ("relocation", "移住支援金", "support", "対象法人として求人を掲載する。要件は求人の「精査」で確かめる"),
    (
        "uij_course",
        "UIJターンコース",
        "support",
        "早期再就職支援等助成金。移住支援金の受給者を採用した企業の採用経費の一部。計画書が先",
    ),
)


def write(apps, schema_editor):
    scheme = apps.get_model("employers", "Scheme")
    scheme.objects.bulk_create(
        scheme(key=key, name=name, kind=kind, summary=summary, position=position)
        for position, (key, name, kind, summary) in enumerate(SCHEMES, start=1)
    )
    registration = apps.get_model("employers", "Registration")
    renewal = apps.get_model("employers", "Renewal")
    renewal.objects.bulk_create(
        renewal(
            registration=old,
            renewed_on=old.renewed_on,
            scope=old.scope,
            consent_text_id=old.consent_text_id,
            recorded_by_id=old.recorded_by_id,
        )
        for old in registration.objects.filter(renewed_on__isnull=False).iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("employers", "0003_register_in_depth")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
