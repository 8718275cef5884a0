"""Makers of backups that were never taken."""

from datetime import UTC, datetime, timedelta

import factory

from centre.backups.folder import Manifest
from centre.models import Backup


class BackupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Backup

    name = factory.Sequence(lambda n: f"20261210T{n:06}Z-base")
    kind = Backup.Kind.BASE
    key = factory.SelfAttribute("name")
    finished_at = factory.LazyFunction(lambda: datetime.now(UTC))
    begun_at = factory.LazyAttribute(lambda one: one.finished_at - timedelta(minutes=1))
    plain_bytes = 1000
    bytes = 100
    sha256 = "a" * 64
    server_version = "18.6"
    verified_tables = factory.LazyAttribute(lambda one: 9 if one.verified_at else None)
    verified_rows = factory.LazyAttribute(lambda one: 99 if one.verified_at else None)
    verified_at = None


def manifest(name: str, **given) -> Manifest:
    """What would stand beside a backup."""
    at = given.get("finished_at")
    known = {"kind": "base", "key": name, "begun_at": at, "finished_at": at, "plain_bytes": 1, "bytes": 1}
    return Manifest(**{"name": name, "sha256": "", "server_version": "18.6"} | known | given)
