"""Meetings with the prefecture: their minutes, whether the prefecture has agreed to them, and what was to be done."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from centre.models import StoredFile
from centre.roles import Role, may
from centre.triggers import never_emptied
from privacy.declarations import personal

# What the prefecture has before it does not change under its eyes; it can ask for a correction first.
MINUTES_STAY = """
    IF OLD.state IN ('submitted', 'acknowledged')
       AND (OLD.kind, OLD.title, OLD.held_on, OLD.begins_at, OLD.ends_at, OLD.way, OLD.place, OLD.prefecture,
            OLD.others, OLD.agenda, OLD.discussion, OLD.decisions, OLD.next_on, OLD.minutes_id)
           IS DISTINCT FROM
           (NEW.kind, NEW.title, NEW.held_on, NEW.begins_at, NEW.ends_at, NEW.way, NEW.place, NEW.prefecture,
            NEW.others, NEW.agenda, NEW.discussion, NEW.decisions, NEW.next_on, NEW.minutes_id) THEN
        RAISE EXCEPTION 'minutes before the prefecture do not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
WHO_CAME_STAYS = """
    IF EXISTS (SELECT 1 FROM reports_meeting
               WHERE id IN (NEW.meeting_id, OLD.meeting_id) AND state IN ('submitted', 'acknowledged')) THEN
        RAISE EXCEPTION 'minutes before the prefecture do not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
ACTION_FITS_ITS_MINUTES = """
    SELECT state, held_on INTO minutes_state, day FROM reports_meeting WHERE id = NEW.meeting_id;
    IF minutes_state IN ('submitted', 'acknowledged', 'void') AND (TG_OP = 'INSERT' OR OLD.what <> NEW.what) THEN
        RAISE EXCEPTION 'minutes before the prefecture do not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.due_on < day THEN
        RAISE EXCEPTION 'nothing is due before it was agreed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


# The colours that badges have, by state.
BADGES = {"draft": "draft", "submitted": "submitted", "returned": "urgent", "acknowledged": "done", "void": "ended"}


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MeetingQuerySet":
        """What somebody may read: the prefecture reads minutes once they have been submitted to it."""
        return self.filter(state__in=Meeting.BEFORE_THE_PREFECTURE) if user.role == Role.OFFICIAL else self

    def counted(self) -> "MeetingQuerySet":
        """Meetings that took place; those entered by mistake are no meetings."""
        return self.exclude(state=Meeting.State.VOID)

    def search(self, text: str) -> "MeetingQuerySet":
        """Meetings whose title, agenda or decisions hold the words."""
        return self.filter(Q(title__icontains=text) | Q(agenda__icontains=text) | Q(decisions__icontains=text))

    def to_submit(self) -> "MeetingQuerySet":
        """Minutes that the prefecture does not have, or has asked to correct, the oldest first."""
        return self.filter(state__in=Meeting.BEING_WRITTEN).order_by("held_on", "pk")

    def to_answer(self) -> "MeetingQuerySet":
        """Minutes that wait for the prefecture, the oldest first."""
        return self.filter(state=Meeting.State.SUBMITTED).order_by("submitted_at", "pk")


@pghistory.track(model_name="MeetingRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class Meeting(models.Model):
    """A meeting or consultation with the prefecture (contract 8(6), 13(2); liaison as in specification 002 4(2))."""

    class Kind(models.TextChoices):
        METHODS = "methods", "効果的な方法の協議"
        LIAISON = "liaison", "連絡会"
        TERMS = "terms", "仕様の詳細・疑義の協議"
        OTHER = "other", "その他の会議"

    class Way(models.TextChoices):
        IN_PERSON = "in_person", "対面"
        ONLINE = "online", "オンライン"
        PHONE = "phone", "電話"
        WRITTEN = "written", "書面・メール"

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        SUBMITTED = "submitted", "県に提出済"
        RETURNED = "returned", "県から直しの依頼"
        ACKNOWLEDGED = "acknowledged", "県が確認済"
        VOID = "void", "取消し"

    BEING_WRITTEN = (State.DRAFT, State.RETURNED)
    BEFORE_THE_PREFECTURE = (State.SUBMITTED, State.RETURNED, State.ACKNOWLEDGED)

    kind = models.CharField("区分", max_length=8, choices=Kind.choices)
    title = models.CharField("件名", max_length=80)
    held_on = models.DateField("開いた日")
    begins_at = models.TimeField("開始の時刻", null=True, blank=True)
    ends_at = models.TimeField("終了の時刻", null=True, blank=True)
    way = models.CharField("方法", max_length=10, choices=Way.choices, default=Way.IN_PERSON)
    place = models.CharField("場所", max_length=120, blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="MeetingAttendance", related_name="+", verbose_name="窓口の出席者"
    )
    prefecture = models.CharField("県の出席者", max_length=300)
    others = models.CharField("ほかの出席者", max_length=300, blank=True)
    agenda = models.TextField("議題")
    discussion = models.TextField("協議の内容", blank=True)
    decisions = models.TextField("決めたこと", blank=True)
    next_on = models.DateField("次回の予定日", null=True, blank=True)
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.DRAFT)
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出した議事録"
    )
    submitted_at = models.DateTimeField("県に提出した日時", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出した人"
    )
    answered_at = models.DateTimeField("県が答えた日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答えた県担当者",
    )
    answer = models.CharField("県からの言葉", max_length=500, blank=True)
    void_reason = models.CharField("取り消した理由", max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="最後に書いた人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    personal_fields = personal(
        prefecture="県の出席者",
        others="ほかの出席者",
        title="件名",
        agenda="議題",
        discussion="協議の内容",
        decisions="決めたこと",
        answer="県からの言葉",
        void_reason="取り消した理由",
        purpose="県との協議の議事録と、決めたことの管理（契約 8(6)・13(2)）",
        keep="契約の終了まで（特記事項 第13）",
        readers="meetings.read",
    )

    class Meta:
        verbose_name = "県との会議"
        verbose_name_plural = "県との会議"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on", "kind"]), models.Index(fields=["state", "held_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(begins_at__isnull=False, ends_at__gt=F("begins_at")),
                name="meeting_hours_in_order",
            ),
            models.CheckConstraint(condition=~Q(way="in_person", place=""), name="meeting_in_person_is_somewhere"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")), name="meeting_next_comes_after"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "returned", "acknowledged"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="meeting_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "acknowledged"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="meeting_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="returned", answer=""), name="meeting_returned_for_something"),
            models.CheckConstraint(
                condition=Q(state="void") & ~Q(void_reason="") | ~Q(state="void") & Q(void_reason=""),
                name="meeting_void_for_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="meeting_goes_its_way",
                field="state",
                transitions=[
                    ("draft", "submitted"),
                    ("returned", "submitted"),
                    ("submitted", "returned"),
                    ("submitted", "acknowledged"),
                    ("draft", "void"),
                    ("returned", "void"),
                ],
            ),
            pgtrigger.Trigger(
                name="minutes_stay", operation=pgtrigger.Update, when=pgtrigger.Before, func=MINUTES_STAY
            ),
            pgtrigger.Protect(name="meeting_is_never_deleted", operation=pgtrigger.Delete),
            never_emptied("meetings_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:meeting", args=[self.pk])

    @property
    def is_being_written(self) -> bool:
        """Whether the counter can change the minutes."""
        return self.state in self.BEING_WRITTEN

    @property
    def badge(self) -> str:
        """The colour of its state."""
        return BADGES[self.state]

    def opens_to(self, user) -> bool:
        """Whether its page opens: to the prefecture once the minutes have been submitted."""
        if not may(user, "meetings.read"):
            return False
        return user.role != Role.OFFICIAL or self.state in self.BEFORE_THE_PREFECTURE


class MeetingAttendance(models.Model):
    """A member of the counter's staff who took part in a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="会議")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="職員")

    class Meta:
        verbose_name = "会議の出席"
        verbose_name_plural = "会議の出席"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="meeting_attended_once")]
        triggers = [
            pgtrigger.Trigger(
                name="who_came_stays",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=WHO_CAME_STAYS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.user}"


@pghistory.track(model_name="MeetingActionRevision", obj_field=pghistory.ObjForeignKey(related_name="revisions"))
class MeetingAction(models.Model):
    """What somebody has to do after a meeting: a member of the counter's staff, or the prefecture's official."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions", verbose_name="会議")
    what = models.CharField("すること", max_length=200)
    due_on = models.DateField("期日")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="meeting_actions", verbose_name="担当者"
    )
    done_on = models.DateField("済んだ日", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="済みにした人"
    )
    outcome = models.CharField("結果", max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="最後に書いた人"
    )
    recorded_at = models.DateTimeField("記録日時", auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = personal(
        what="すること",
        outcome="結果",
        purpose="県との会議で決めたことの管理（契約 8(6)）",
        keep="契約の終了まで（特記事項 第13）",
        readers="meetings.read",
    )

    class Meta:
        verbose_name = "会議のあとにすること"
        verbose_name_plural = "会議のあとにすること"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["assigned_to", "due_on"], condition=Q(done_on__isnull=True), name="meeting_action_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True, outcome="")
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="meeting_action_done_by_somebody",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="action_fits_its_minutes",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("minutes_state", "text"), ("day", "date")],
                func=ACTION_FITS_ITS_MINUTES,
            ),
            pgtrigger.Protect(name="action_is_never_deleted", operation=pgtrigger.Delete),
            never_emptied("actions_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.what
