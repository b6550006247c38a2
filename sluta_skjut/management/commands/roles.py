"""Creates database and roles: the owner, the app that owns nothing, the sealer."""

import os
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand
from psycopg import sql

from sluta_skjut.environment import secret


def _place() -> dict[str, Any]:
    """Where the database is."""
    return settings.DATABASES["default"]


class Command(BaseCommand):
    help = (
        "Create the database and its three roles, or set their passwords anew. Logs in as "
        "DB_ADMIN_USER with DB_ADMIN_PASSWORD; safe to run again."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with self._connection("postgres") as connection:
            for name in ("owner", "app", "sealer"):
                self._create_role(connection, settings.DATABASE_ROLES[name], name)
            self._create_database(connection)
        with self._connection(_place()["NAME"]) as connection:
            self._prepare_database(connection)
        self.stdout.write("Roles and database are in place.")

    def _connection(self, database: str) -> psycopg.Connection[Any]:
        place = _place()
        return psycopg.connect(
            host=place["HOST"],
            port=place["PORT"],
            dbname=database,
            user=os.environ.get("DB_ADMIN_USER", "postgres"),
            password=secret("DB_ADMIN_PASSWORD", "") or None,
            autocommit=True,
        )

    def _create_role(self, connection: psycopg.Connection[Any], role: str, name: str) -> None:
        """A login role without a single privilege of its own."""
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb = sql.SQL("ALTER" if exists else "CREATE")
        password = secret(f"DB_{name.upper()}_PASSWORD", "")
        connection.execute(
            sql.SQL(
                "{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
            ).format(verb, sql.Identifier(role), sql.Literal(password or None))
        )

    def _create_database(self, connection: psycopg.Connection[Any]) -> None:
        name = _place()["NAME"]
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(settings.DATABASE_ROLES["owner"])
            )
        )

    def _prepare_database(self, connection: psycopg.Connection[Any]) -> None:
        owner = sql.Identifier(settings.DATABASE_ROLES["owner"])
        connection.execute(sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(owner))
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        database = sql.Identifier(_place()["NAME"])
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        for name in settings.DATABASE_ROLES.values():
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(name))
            )
