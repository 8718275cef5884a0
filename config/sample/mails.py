"""Wordings of mails and a handful of mails: some sent, one that did not arrive, some that wait."""

from datetime import timedelta

from config.sample.world import World
from consultations.mails.wording import written
from consultations.models import MailRound, MailTemplate, RecordMail
from employers.envelopes import NOT_TAKEN
from employers.models import Establishment
from jobseekers.models import Jobseeker

WORDINGS = (
    ("person", "面談のお礼", "{氏名}さま　面談のお礼", "先日はご相談いただき、ありがとうございました。\nご希望に合う求人が見つかりましたら、ご連絡します。"),
    ("person", "書類の送付", "{氏名}さま　資料をお送りします", "お話しした資料を添付します。\n分からない所は、いつでもお電話ください。"),
    ("person", "アンケートのお願い", "{氏名}さま　アンケートのお願い", "よりよい窓口にするため、お答えください（名前は聞きません）。\n\n{アンケート}"),
    ("person", "説明会の案内", "{氏名}さま　説明会のご案内", "熊本のくらしと仕事の説明会を開きます。\n日時と会場は、窓口へお電話でお尋ねください。"),
    ("employer", "求人票の送付", "求人票の案をお送りします", "{担当者名} 様\n\n求人票の案を添付します。内容をお確かめください。"),
    ("employer", "訪問のお礼", "{事業所名}　ご訪問のお礼", "{担当者名} 様\n\n本日はお時間をいただき、ありがとうございました。"),
)  # fmt: skip
SIGNED = "\n\n窓口　{職員名}"
PEOPLE, PLACES, IN_THE_ROUND = 8, 4, 3


def make(world: World) -> None:
    """Write the wordings, and mails to the people and employers registered last."""
    templates = {
        title: MailTemplate.objects.create(
            reader=reader, title=title, subject=subject, body=f"{body}{SIGNED}", place=place
        )
        for place, (reader, title, subject, body) in enumerate(WORDINGS, 1)
    }
    people = list(Jobseeker.objects.open().filter(consents__withdrawn_on__isnull=True).exclude(email="")[:PEOPLE])
    places = list(Establishment.objects.select_related("corporation").exclude(email="").order_by("pk")[:PLACES])
    thanks, visit = templates["面談のお礼"], templates["訪問のお礼"]
    mails = [_mail(world, person, thanks) for person in people[IN_THE_ROUND:]]
    mails += [_mail(world, place, visit) for place in places]
    for number, mail in enumerate(mails):
        mail.save()
        if number % 4:
            _left(mail, arrived=number % 4 != 3)
    if len(people) > 1:
        _round(world, people[:IN_THE_ROUND], templates["説明会の案内"])


def _mail(world: World, record, template: MailTemplate) -> RecordMail:
    by = world.dice.choice(world.counsellors)
    return RecordMail(
        **{record._meta.model_name: record},
        template=template,
        to_address=record.email,
        subject=written(template.subject, record, by),
        body=written(template.body, record, by),
        prepared_by=by,
    )


def _left(mail: RecordMail, *, arrived: bool) -> None:
    later = mail.prepared_at + timedelta(minutes=2)
    RecordMail.objects.filter(pk=mail.pk).update(
        released_by=mail.prepared_by,
        released_at=mail.prepared_at,
        handed_over_at=later,
        sent_at=later if arrived else None,
        failure="" if arrived else NOT_TAKEN,
    )


def _round(world: World, people: list[Jobseeker], template: MailTemplate) -> None:
    by = world.counsellors[0]
    made = MailRound.objects.create(title="説明会の案内（見本）", prepared_by=by)
    for person in people:
        mail = _mail(world, person, template)
        mail.round, mail.prepared_by = made, by
        mail.save()
