"""A database per worker process, copied from a template that was migrated once as the owner.

Tests log in as a role that may become the app, the owner or the sealer. It starts as the app:
row-level security applies to the role one has become.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.servers import HOME

ROOT = Path(__file__).resolve().parent.parent
LOGIN = "slutaskjut_test"
# A password costs a third of a second to check, and tests log in a hundred times. The slow one is
# for processes of their own, which know no other.
QUICK_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


def administrator() -> psycopg.Connection:
    return psycopg.connect(
        host=os.environ["DB_HOST"],
        port=os.environ["DB_PORT"],
        dbname="postgres",
        user=os.environ["DB_ADMIN_USER"],
        password=Path(os.environ["DB_ADMIN_PASSWORD_FILE"]).read_text().strip(),
        autocommit=True,
    )


def log_in_as_tester(name: str) -> None:
    """Point Django's connection at a database, as the test role that has become the app."""
    connection.close()
    for place in (settings.DATABASES["default"], connection.settings_dict):
        place["NAME"] = name
        place["USER"] = LOGIN
        place["PASSWORD"] = LOGIN
        place["CONN_MAX_AGE"] = 0
        place["OPTIONS"] = {"options": f"-c role={settings.DATABASE_ROLES['app']}"}


def template() -> str:
    """The name of a migrated database with the town's staff; made when the code has changed."""
    name = f"template_{_fingerprint()}"
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with administrator() as admin:
            exists = admin.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if exists.fetchone() is not None:
                return name
            _drop_older_templates(admin)
        _migrate(f"{name}_raw")
        with administrator() as admin:
            _let_tester_in(admin)
            admin.execute(f'ALTER DATABASE "{name}_raw" RENAME TO "{name}"')
    return name


def copy(name: str) -> None:
    with administrator() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        owner = settings.DATABASE_ROLES["owner"]
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}" OWNER "{owner}"')


def drop(name: str) -> None:
    with administrator() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def role(name: str) -> Iterator[None]:
    """Within the block the connection is the owner, or the sealer; afterwards the app again."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.DATABASE_ROLES[name])))
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")


def _fingerprint() -> str:
    """Changes when anything that shapes the template changes."""
    digest = hashlib.sha256()
    patterns = ("*/migrations/*.py", "*/sql/*.sql", "partners/*.py", "*/models/*.py")
    own = ("partners/policies/*.py", "sluta_skjut/town/staff.py", "tests/database.py")
    for pattern in (*patterns, *own):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _drop_older_templates(admin: psycopg.Connection) -> None:
    query = (
        "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' AND NOT datistemplate"
    )
    for (name,) in admin.execute(query).fetchall():
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrate(name: str) -> None:
    owner_password = os.environ["DB_OWNER_PASSWORD_FILE"]
    environment = os.environ | {"DB_NAME": name, "DB_ROLE": "owner"}
    environment |= {"DB_PASSWORD_FILE": owner_password}
    staff = (
        f"from django.conf import settings; settings.PASSWORD_HASHERS = {QUICK_HASHERS}; "
        "from sluta_skjut.town import staff; staff.open_offices()"
    )
    for command in (["roles"], ["migrate", "-v0"], ["shell", "-v0", "-c", staff]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip


def _let_tester_in(admin: psycopg.Connection) -> None:
    if admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone() is None:
        admin.execute(f"CREATE ROLE {LOGIN} LOGIN NOINHERIT PASSWORD '{LOGIN}'")
    for name in settings.DATABASE_ROLES.values():
        admin.execute(f'GRANT "{name}" TO {LOGIN} WITH INHERIT FALSE, SET TRUE')
