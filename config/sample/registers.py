"""The sample's registers: a few entries in every state that a reader of the pages should see, plainly fictional."""

from datetime import date, timedelta

from centre.models import User
from centre.roles import Role
from config.sample.world import World
from privacy.models import RegisterEntry, Workplace
from privacy.registers.catalogue import KINDS
from privacy.registers.moving import decide, take_step
from privacy.registers.recording import record_entry

STATIONS = ("見本の合同説明会の会場（架空）", "熊本市中央区見本町2丁目 見本ホール")


def make(world: World) -> None:
    """Fill the registers that the sample's profile asks for."""
    manager, official = world.staff[Role.PRIVACY_MANAGER], world.staff[Role.OFFICIAL]
    today = world.today
    _permits(today, manager, official, world.staff[Role.COUNSELLOR])
    _exchanges(today, manager)
    Workplace.objects.create(
        place="熊本市中央区見本町1丁目1番1号 見本ビル3階 会議室（架空）",
        reported_on=today - timedelta(days=3),
        starts_on=today + timedelta(days=10),
        recorded_by=manager,
    )


def _permits(today: date, manager: User, official: User, counsellor: User) -> None:
    carried = _entry(
        "carry", manager, today - timedelta(days=9), today + timedelta(days=2),
        subject="合同説明会の受付名簿（見本）", quantity=1, unit="冊", counterpart=STATIONS[0], person=counsellor,
        details={"purpose": "受付のため（架空）", "medium": "paper", "protection": "施錠できる専用ケース"},
    )  # fmt: skip
    carried = decide(
        carried,
        1,
        permits=True,
        words="当日中に戻すこと（架空）",
        consent_number="見本第1号",
        by=official,
        today=today,
    )
    take_step(carried, 2, "carry", on=today, by=manager, today=today)
    _entry(
        "copy", manager, today - timedelta(days=2), today + timedelta(days=20),
        subject="県から受け取った企業の一覧（見本）", quantity=2, unit="部",
        details={"purpose": "訪問先の確認（架空）", "way": "copy", "kept_at": "施錠できる書庫"},
    )  # fmt: skip
    _entry(
        "outside", manager, today - timedelta(days=1), today + timedelta(days=15),
        subject="説明会の参加者の氏名と連絡先（架空）", counterpart=STATIONS[1], person=counsellor,
        details={
            "purpose": "当日の受付（架空）",
            "begins_on": today + timedelta(days=14),
            "protection": "端末は持ち込まず、名簿は1冊だけにします。",
        },
    )  # fmt: skip


def _exchanges(today: date, manager: User) -> None:
    _entry(
        "receipt", manager, today - timedelta(days=40), None,
        subject="利用者登録の一覧（見本）", quantity=1, unit="枚", counterpart="県の担当 見本（架空）", person=manager,
        details={"medium": "medium", "way": "手渡し・県庁・14時（架空）", "kept_at": "施錠できる書庫"},
    )  # fmt: skip
    _entry(
        "instruction", manager, today - timedelta(days=12), today - timedelta(days=2),
        subject="アンケートの保管方法の報告（架空）", counterpart="県の担当 見本（架空）",
        details={"topic": "report", "content": "保管場所と期間を報告すること。（架空）"},
    )  # fmt: skip
    complaint = _entry(
        "complaint", manager, today - timedelta(days=20), None, subject="電話がつながりにくい（架空）",
        details={"topic": "complaint", "content": "昼休みにつながらないとの申出。（架空）"},
    )  # fmt: skip
    told = take_step(
        complaint, 1, "answer", on=today - timedelta(days=19), words="県に電話で報告（架空）", by=manager, today=today
    )
    take_step(
        told,
        2,
        "close",
        on=today - timedelta(days=15),
        words="交代で受けることにした（架空）",
        by=manager,
        today=today,
    )


def _entry(key: str, by: User, asked_on: date, due_on: date | None, **more) -> RegisterEntry:
    return record_entry(KINDS[key], by=by, responsible=by, asked_on=asked_on, due_on=due_on, today=asked_on, **more)
