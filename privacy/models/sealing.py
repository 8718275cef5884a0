"""Seals of the access log: what was written is fixed row by row, so that a change from outside is found and named."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centre.triggers import never_emptied

# What a row's hash is made of; the trigger puts NEW in the place of {row}, the verification the table's alias.
# Days and addresses are written in one form whatever the session's settings are.
HASHED = """sha256(convert_to(jsonb_build_array(
    {row}.id, to_char({row}.at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'), {row}.user_id, {row}.role, {row}.action,
    {row}.subject, {row}.subject_id, {row}.detail, {row}.reason, host({row}.address))::text, 'UTF8'))"""
# Writers hold this lock together, the sealer alone: a row written while it seals comes after the sealed ones.
WRITING = 0x6C6F6773


def hashed_when_written() -> pgtrigger.Trigger:
    """Give each new line of the log its number under the writers' lock, and the hash of what it says."""
    return pgtrigger.Trigger(
        name="access_log_hashed",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
            PERFORM pg_advisory_xact_lock_shared({WRITING});
            NEW.id := nextval(pg_get_serial_sequence('privacy_accesslog', 'id'));
            NEW.row_hash := {HASHED.format(row="NEW")};
            RETURN NEW;
        """,
    )


class LogSeal(models.Model):
    """A stretch of the access log, fixed: the number and hash of each of its rows, chained to the seal before.

    `entries` holds 40 bytes a row: its number (8, big end first) and its hash (32). `digest` is the SHA-256 of the
    digest before and the entries; `mark` signs it with a key that the database does not have.
    """

    number = models.PositiveIntegerField("封印の番号", unique=True)
    sealed_at = models.DateTimeField("封印した日時", auto_now_add=True)
    first_id = models.BigIntegerField("最初の行")
    last_id = models.BigIntegerField("最後の行")
    rows = models.PositiveIntegerField("行数")
    entries = models.BinaryField("行ごとの番号と照合値")
    previous = models.CharField("前の封印の照合値", max_length=64, blank=True)
    digest = models.CharField("照合値", max_length=64)
    mark = models.CharField("署名", max_length=64)

    class Meta:
        verbose_name = "閲覧記録の封印"
        verbose_name_plural = "閲覧記録の封印"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows__gte=1, first_id__lte=F("last_id")), name="log_seal_holds_something"
            ),
            models.CheckConstraint(
                condition=Q(number=1, previous="") | (Q(number__gt=1) & ~Q(previous="")), name="log_seal_is_chained"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="log_seal_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("log_seal_never_emptied"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}号 {self.digest[:16]}"


class LogCheck(models.Model):
    """One look over the whole access log: what was compared and what was found."""

    checked_at = models.DateTimeField("照合した日時", auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="照合した人"
    )
    rows = models.PositiveBigIntegerField("照合した行数")
    seals = models.PositiveIntegerField("照合した封印の数")
    head = models.CharField("最後の封印の照合値", max_length=64, blank=True)
    fault = models.CharField("見つかった誤り", max_length=200, blank=True)
    faulty_line = models.BigIntegerField("誤りのある行", null=True, blank=True)
    unsealed = models.PositiveIntegerField("まだ封印していない行数", default=0)
    unusual = models.PositiveIntegerField("前の日のいつもと違う使い方", default=0)

    class Meta:
        verbose_name = "閲覧記録の照合"
        verbose_name_plural = "閲覧記録の照合"
        ordering = ["-checked_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="log_check_only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("log_check_never_emptied"),
        ]

    def __str__(self) -> str:
        return self.fault or "誤りなし"
