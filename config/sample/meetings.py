"""The sample's meetings with the prefecture, one in each state that a reader should see; plainly fictional."""

from datetime import date, time, timedelta

from centre.calendar import opening_days
from centre.roles import Role
from config.sample.world import World
from reports.meetings.following_up import agree, finish_action
from reports.meetings.minuting import record_meeting
from reports.meetings.submitting import acknowledge, send_back, submit_minutes
from reports.models import Meeting

PREFECTURE = "見本課　見本 県子（架空）"
Kind, Way = Meeting.Kind, Meeting.Way


def make(world: World) -> None:
    """Minutes that the prefecture has agreed to, has to answer and has sent back, and a draft; with what is to do."""
    counsellor, supervisor = world.staff[Role.COUNSELLOR], world.staff[Role.SUPERVISOR]
    official, today = world.staff[Role.OFFICIAL], world.today

    def held(days_ago: int, **told) -> Meeting:
        day = opening_days(today - timedelta(days=days_ago + 14), today - timedelta(days=days_ago))[-1]
        return record_meeting(
            staff=[counsellor, supervisor], by=counsellor, held_on=day, today=today, prefecture=PREFECTURE, others="",
            **told,
        )  # fmt: skip

    agreed = held(
        52, kind=Kind.LIAISON, title="連絡会（見本）", way=Way.IN_PERSON, place="県庁の会議室（架空）",
        begins_at=time(13, 30), ends_at=time(14, 30), next_on=today + timedelta(days=9),
        agenda="月次報告の確認\n掲載求人の状況", discussion="掲載求人の伸びと期限切れの対応を確認した。（架空）",
        decisions="期限の近い求人の一覧を毎月渡す。（架空）",
    )  # fmt: skip
    first = agree(
        agreed,
        what="期限の近い求人の一覧の形を決める（架空）",
        due_on=_after(agreed, 10),
        assigned_to=supervisor,
        by=supervisor,
    )
    finish_action(first, first.version, outcome="一覧の形を県に渡した（架空）", by=supervisor)
    agree(
        agreed, what="一覧を毎月渡す（架空）", due_on=today - timedelta(days=2), assigned_to=counsellor, by=supervisor
    )
    agree(
        agreed,
        what="県の広報への掲載を調べる（架空）",
        due_on=today + timedelta(days=7),
        assigned_to=official,
        by=supervisor,
    )
    agreed = submit_minutes(agreed, agreed.version, by=supervisor)
    acknowledge(agreed, agreed.version, by=official)
    waiting = held(
        16, kind=Kind.METHODS, title="求人の掘り起こしの方法（見本）", way=Way.ONLINE, place="",
        begins_at=time(10), ends_at=time(11), next_on=None,
        agenda="訪問先の選び方", discussion="製造業の訪問を増やす案を話した。（架空）",
        decisions="来月から製造業の訪問を月10社にする。（架空）",
    )  # fmt: skip
    agree(
        waiting,
        what="訪問先の候補を出す（架空）",
        due_on=today + timedelta(days=12),
        assigned_to=counsellor,
        by=supervisor,
    )
    submit_minutes(waiting, waiting.version, by=supervisor)
    returned = held(
        12, kind=Kind.TERMS, title="延長の数え方（見本）", way=Way.PHONE, place="", begins_at=None, ends_at=None,
        next_on=None, agenda="掲載の延長の数え方", discussion="延長1回を1件と数えるかを確かめた。（架空）", decisions="",
    )  # fmt: skip
    returned = submit_minutes(returned, returned.version, by=supervisor)
    send_back(returned, returned.version, words="県の回答の日も書いてください。（架空）", by=official)
    held(
        3, kind=Kind.OTHER, title="合同説明会の打合せ（見本）", way=Way.WRITTEN, place="", begins_at=None,
        ends_at=None, next_on=None, agenda="会場と日程", discussion="", decisions="",
    )  # fmt: skip


def _after(meeting: Meeting, days: int) -> date:
    return meeting.held_on + timedelta(days=days)
