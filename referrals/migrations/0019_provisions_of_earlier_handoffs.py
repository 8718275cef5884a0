"""Hand-offs that were made before get the record they would have left, from what they themselves say."""

from django.db import migrations

LABELS = {
    "name": "氏名",
    "kana": "ふりがな",
    "phone": "電話番号",
    "email": "メールアドレス",
    "birth_date": "生年月日",
    "residence": "いま住んでいるところ",
    "timing": "希望する時期",
    "occupations": "希望する職種",
    "places": "希望する市町村",
    "employer": "事業所名",
    "employer_address": "所在地",
    "employer_phone": "事業所の電話番号",
    "message": "相談の要点",
}


def record(apps, schema_editor) -> None:
    """One provision per hand-off that tells something."""
    Handoff, Provision, ConsentText = (
        apps.get_model("referrals", "Handoff"),
        apps.get_model("privacy", "Provision"),
        apps.get_model("privacy", "ConsentText"),
    )
    texts = ConsentText.objects.filter(purpose="handoff").order_by("valid_from", "version")
    told = Handoff.objects.filter(direction="out", provision=None).exclude(shared=[]).select_related("agency")
    for handoff in told.order_by("pk").iterator(chunk_size=500):
        is_person = handoff.jobseeker_id is not None
        text = handoff.consent_text_id
        if text is None and handoff.consented_on:
            in_use = texts.filter(valid_from__lte=handoff.consented_on).last() or texts.first()
            text = in_use and in_use.pk
        provision = Provision.objects.create(
            provided_on=handoff.handed_on,
            recipient_kind="agency",
            agency_id=handoff.agency_id,
            recipient=handoff.agency.name,
            items="、".join(LABELS[key] for key in LABELS if key in handoff.shared),
            people=1 if is_person else 0,
            employers=0 if is_person else 1,
            ground="consent" if text else "nobody",
            consent_text_id=text,
            basis="" if handoff.consent_text_id else "文面の記録がない、以前のつなぎ",
            means="handoff",
            purpose="関係機関へのつなぎ",
            subject="referrals.Handoff",
            subject_id=handoff.pk,
            provided_by_id=handoff.recorded_by_id,
        )
        Handoff.objects.filter(pk=handoff.pk).update(provision=provision)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0018_handoff_provision")]

    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
