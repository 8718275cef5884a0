"""`manage.py grant_app_role`: after every migration, the rights of the role that the running product logs in as."""

import environ
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

from config.app_role import grants

env = environ.Env()


class Command(BaseCommand):
    help = "画面とワーカーが使うデータベースの役割を作り、権限を付け直します（移行のあとに、所有者の接続で）。"

    def add_arguments(self, parser):
        parser.add_argument("--role", default=env.str("APP_DATABASE_ROLE", default="centre_app"))
        parser.add_argument("--show", action="store_true", help="実行せず、SQLを表示する")

    def handle(self, *, role, show, **options):
        if role == connection.settings_dict["USER"]:
            raise CommandError("所有者自身を画面の役割にはできません。別の名前にしてください。")
        with transaction.atomic(), connection.cursor() as cursor:
            if show:
                for statement in grants(role):
                    self.stdout.write(f"{statement.as_string(cursor.connection)};")
                return
            self._make(cursor, role)
            for statement in grants(role):
                cursor.execute(statement)
        self.stdout.write(f"{role} の権限を付け直しました。")

    def _make(self, cursor, role: str) -> None:
        """The role itself, with the password of the environment when that is given."""
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        name = sql.Identifier(role)
        if not cursor.fetchone()[0]:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        password = env.str("APP_DATABASE_PASSWORD", default="")
        if password:
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
