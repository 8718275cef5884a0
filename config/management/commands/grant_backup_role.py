"""`manage.py grant_backup_role`: the login of the backup service, which may read everything and change nothing."""

import environ
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import sql

from centre.backups.role import grants

env = environ.Env()


class Command(BaseCommand):
    help = "バックアップの処理が使うデータベースの役割を作ります（所有者の接続で。superuser が要ります）。"

    def add_arguments(self, parser):
        parser.add_argument("--role", default=env.str("BACKUP_DATABASE_ROLE", default="centre_backup"))

    def handle(self, *, role, **options):
        name = sql.Identifier(role)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
            if not cursor.fetchone()[0]:
                cursor.execute(sql.SQL("CREATE ROLE {}").format(name))
            for statement in grants(role):
                cursor.execute(statement)
            if password := env.str("BACKUP_DATABASE_PASSWORD", default=""):
                cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
        self.stdout.write(f"{role} に、読むことと複製の権限を付けました。")
