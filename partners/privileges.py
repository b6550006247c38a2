"""Every table of the database, and what the web process may do with it.

Protected tables are found by their policy. All others are listed here; a table that is neither
fails a test and stops the migration.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from partners.policies import HistoryPolicy, RowPolicy, policy_of

READ = "SELECT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"

# Read before anybody is known, or by everybody: holds no case.
CONTROL: dict[str, str] = {
    "account_emailaddress": WRITE,
    "account_emailconfirmation": WRITE,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "auth_permission": READ,
    "django_content_type": READ,
    "django_migrations": READ,
    "django_session": WRITE,
    "guardian_groupobjectpermission": "",
    "guardian_userobjectpermission": READ,
    "mfa_authenticator": WRITE,
    "partners_accesslogentry": READ,
    "partners_agency": READ,
    "partners_gate": READ,
    "partners_grant": "SELECT, INSERT",
    "partners_mandate": READ,
    "partners_past": READ,
    "partners_roleassignment": READ,
    "partners_seal": "",
    "partners_user": "SELECT, UPDATE (password, last_login, name, title, language)",
    "partners_user_groups": READ,
    "partners_withholding": "",
    "pghistory_context": "",
    "usersessions_usersession": WRITE,
}

# The same for everybody: law and catalogue.
PUBLIC: dict[str, str] = {"partners_legalbasis": READ}

# What the sealing process needs and nobody else has.
SEALER: dict[str, str] = {
    "partners_accesslogentry": "SELECT, MAINTAIN",
    "partners_seal": "SELECT, INSERT",
    "django_migrations": READ,
}


def protected_tables() -> dict[str, str]:
    """Table → privileges of every table with a policy of its own."""
    tables: dict[str, str] = {}
    for model in apps.get_models():
        policy = policy_of(model)
        if isinstance(policy, RowPolicy):
            tables[model._meta.db_table] = WRITE
        elif isinstance(policy, HistoryPolicy):
            tables[model._meta.db_table] = "SELECT, INSERT"
    return tables


def table_privileges() -> dict[str, str]:
    return CONTROL | PUBLIC | protected_tables()


def statements() -> Iterator[str]:
    """SQL after which app and sealer may do exactly what is listed; safe to run again."""
    app, sealer = settings.DATABASE_ROLES["app"], settings.DATABASE_ROLES["sealer"]
    for role in (app, sealer):
        yield f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"'
        yield f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM "{role}"'
        yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for table, privileges in table_privileges().items():
        if privileges:
            yield f'GRANT {privileges} ON "{table}" TO "{app}"'
    for table, privileges in SEALER.items():
        yield f'GRANT {privileges} ON "{table}" TO "{sealer}"'
    yield f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{app}"'
    yield 'DROP POLICY IF EXISTS seals ON "partners_accesslogentry"'
    yield f'CREATE POLICY seals ON "partners_accesslogentry" FOR SELECT TO "{sealer}" USING (true)'


def apply(using: str = DEFAULT_DB_ALIAS) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
