"""Before a mail leaves it is looked through for data of other people; who lets it go all the same is in the log."""

import io

import openpyxl
import pytest
import time_machine
from django.db import connection

from centre.errors import DomainError
from centre.roles import Role
from consultations.mails import sending, writing
from consultations.mails.other_people import LONGEST, MOST_LETTERS, _names, others_in, text_of
from consultations.models import RecordMail
from jobseekers.models import Jobseeker
from privacy.models import AccessLog
from tests.factories.centre import UserFactory
from tests.factories.employers import EstablishmentFactory
from tests.factories.jobseekers import JobseekerFactory
from tests.factories.mails import MailedPersonFactory, MailTemplateFactory, waiting_mail
from tests.factories.postings import JobPostingFactory
from tests.people_pages import logged_in, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-20 12:00+09:00", tick=False):
        yield


@pytest.fixture
def person():
    return MailedPersonFactory(name="架空 花子", phone="090-0000-1234", email="hanako@kakuu.example")


@pytest.fixture
def other():
    return MailedPersonFactory(name="髙﨑 𠮷郎", phone="080-0000-5678", email="Yoshiro@kakuu.example")


def found_in(record, body: str, **given) -> list[str]:
    return [str(one) for one in others_in(waiting_mail(record, body=body, **given))]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("高崎吉郎さんもいらっしゃいます", "氏名 髙＊＊"),
        ("髙﨑　𠮷郎 様", "氏名 髙＊＊"),
        ("連絡先は080-0000-5678です", "電話番号 080＊＊"),
        ("電話：０８０－００００－５６７８。", "電話番号 080＊＊"),
        ("電話 +81 80-0000-5678", "電話番号 080＊＊"),
        ("08000005678まで", "電話番号 080＊＊"),
        ("080(0000)5678", "電話番号 080＊＊"),
        ("メールは yoshiro@KAKUU.example です", "メールアドレス Y＊＊@kakuu.example"),
    ],
)
def test_data_of_another_person_is_found_however_it_is_written_and_told_covered(person, other, text, what):
    assert found_in(person, text) == [f"件名・本文：{what}（登録番号{other.pk}）"]


@pytest.mark.parametrize(
    "text",
    [
        "架空 花子 さま\n090-0000-1234\nhanako@kakuu.example",
        "このたびはお越しいただき、ありがとうございました。",
        "窓口の電話は096-000-0000、受付番号は080-0000-56789です。",
        "https://kumamoto.example/jobs/ をご覧ください。",
    ],
)
def test_the_recipients_own_data_and_everyday_words_are_nothing(person, other, text):
    assert found_in(person, text) == []


def test_what_two_people_share_is_not_told_of(person):
    JobseekerFactory(name="架空 花子", phone="090-0000-1234", email="hanako@kakuu.example")
    assert found_in(person, "架空 花子 さま 090-0000-1234 hanako@kakuu.example") == []


def test_namesakes_stand_in_one_line_with_their_first_numbers(person):
    keys = [JobseekerFactory(name="見本 三四郎").pk for _ in range(7)]
    numbers = "・".join(map(str, keys[:5]))
    assert found_in(person, "見本三四郎さん") == [f"件名・本文：氏名 見＊＊（登録番号{numbers}・ほか2人）"]


def test_the_subject_and_a_document_are_looked_through_too(person, other):
    assert len(found_in(person, "本文", subject="高崎吉郎さんのこと")) == 1
    employer = EstablishmentFactory(email="a@kakuu.example")
    posting = JobPostingFactory(establishment=employer, title="製造", duties="応募は髙﨑𠮷郎（080-0000-5678）まで")
    (first, second) = found_in(employer, "求人票です", documents=[f"sheet:{posting.pk}"])
    assert first.startswith("求人票")
    assert "電話番号 080＊＊" in first
    assert "氏名 髙＊＊" in second


def test_the_text_of_excel_and_csv_is_read():
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["髙﨑 𠮷郎", None, 8000005678])
    book.save(content)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert text_of(sheet, content.getvalue()) == "髙﨑 𠮷郎 8000005678"
    assert text_of("text/csv; charset=utf-8", "氏名\n花子".encode("utf-8-sig")) == "氏名\n花子"
    assert text_of("text/csv; charset=Shift_JIS", "氏名".encode("cp932")) == "氏名"
    assert text_of("image/png", b"\x89PNG") == ""


def test_names_are_cut_out_at_chinese_letters_and_never_longer_than_names_are():
    names = _names("担当は髙﨑𠮷郎が", [])
    assert "高崎吉郎" in names
    assert all(3 <= len(name) <= LONGEST for name in names)
    assert not any(name.startswith(("は", "が")) for name in names)


def test_no_table_is_read_through_however_long_the_text(person, other, django_assert_max_num_queries):
    mail = RecordMail(jobseeker=person, subject="件", body="長い文面です。080-0000-5678\n" * 3000)
    mail.pk = 0
    with django_assert_max_num_queries(3):
        found = [str(one) for one in others_in(mail)]
    assert found[0] == f"件名・本文：長いため、はじめの{MOST_LETTERS:,}字だけを調べました"
    assert len(found) == 2


def test_all_that_may_be_a_name_goes_to_the_database_as_one_value(person, other):
    asked = []

    def heard(execute, sql, params, many, context):
        asked.append(len(params))
        return execute(sql, params, many, context)

    letters = "".join(map(chr, range(0x4E00, 0x6200)))
    mail = RecordMail(pk=0, jobseeker=person, subject="件", body=f"{letters}高崎吉郎さん")
    with connection.execute_wrapper(heard):
        assert [str(one) for one in others_in(mail)] == [f"件名・本文：氏名 髙＊＊（登録番号{other.pk}）"]
    assert max(asked) < 10


def test_a_mail_with_data_of_another_waits_for_a_tick_that_stands_in_the_log(person, other):
    client, user = logged_in(Role.COUNSELLOR)
    mail = waiting_mail(person, body="高崎吉郎さんと一緒にお越しください。", by=user)
    page = client.get(mail.get_absolute_url()).content.decode()
    assert f"氏名 髙＊＊（登録番号{other.pk}）" in page
    assert "高崎吉郎さんと一緒に" in page
    answer = send(client, mail.get_absolute_url(), has_looked="on")
    assert answer.status_code == 422
    assert "names_others" in answer.context["form"].errors
    with pytest.raises(DomainError, match="ほかの方の情報"):
        sending.release(mail, has_looked=True, by=user)
    assert send(client, mail.get_absolute_url(), has_looked="on", names_others="on").status_code == 302
    line = AccessLog.objects.filter(action="mail", detail__startswith="送信を認めた").get()
    assert line.detail == f"送信を認めた（ほかの方の情報を確かめた：件名・本文：氏名 髙＊＊（登録番号{other.pk}））"


def test_without_data_of_others_nothing_is_asked_and_the_log_says_no_more(person):
    client, user = logged_in(Role.COUNSELLOR)
    mail = waiting_mail(person, body="ありがとうございました。", by=user)
    assert "names_others" not in client.get(mail.get_absolute_url()).context["form"].fields
    sending.release(mail, has_looked=True, by=user)
    assert AccessLog.objects.filter(action="mail", detail="送信を認めた").exists()


def test_what_was_changed_meanwhile_is_looked_through_again(person, other):
    staff = UserFactory()
    seen = waiting_mail(person, body="本文です", by=staff)
    writing.revise(
        RecordMail.objects.get(pk=seen.pk), 1, to_address=person.email, subject="件", body="高崎吉郎さん", by=staff
    )
    with pytest.raises(DomainError, match="ほかの方の情報"):
        sending.release(seen, has_looked=True, by=staff)


def test_a_wording_to_several_and_a_mail_changed_by_hand_are_looked_through(person, other):
    writer, (client, _) = UserFactory(role=Role.SUPERVISOR), logged_in(Role.SUPERVISOR)

    def several(body: str):
        return writing.prepare_several(
            Jobseeker.objects.filter(pk__in=[person.pk, other.pk]),
            template=MailTemplateFactory(body=body), title="見本", conditions="", by=writer,
        )  # fmt: skip

    clean = several("{氏名} さま\nお知らせです。")
    assert sending.others_in_round(clean) == []
    third = JobseekerFactory(name="見本 三四郎")
    dirty = several("{氏名} さま\n見本三四郎さんのお知らせです。")
    address = f"/consultations/mails/rounds/{dirty.pk}/release/"
    assert f"氏名 見＊＊（登録番号{third.pk}）" in client.get(address).content.decode()
    assert send(client, address).status_code == 422
    assert send(client, address, names_others="on").status_code == 302
    changed = clean.mails.order_by("pk").last()
    writing.revise(changed, 1, to_address=changed.to_address, subject="件", body="見本三四郎さん", by=writer)
    assert len(sending.others_in_round(clean)) == 1
