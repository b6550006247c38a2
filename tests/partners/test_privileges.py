"""What the database knows of every table, and what the web process may do with it."""

import os
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, models, transaction

from partners import checks, mandates, privileges
from partners.models import History, Protected
from partners.policies import HistoryPolicy, RowPolicy, guarded_keys, policy_of
from tests import database
from tests.cast import Cast

ROW_MODELS = [m for m in apps.get_models() if isinstance(policy_of(m), RowPolicy)]
HISTORY_MODELS = [m for m in apps.get_models() if isinstance(policy_of(m), HistoryPolicy)]


def rows(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_every_table_is_protected_control_or_public(db: None) -> None:
    tables = {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname='public'")}
    assert tables == set(privileges.table_privileges())


def test_every_protected_table_has_its_policies_switched_on(db: None) -> None:
    gated = {
        name
        for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
    }
    assert (
        set(privileges.protected_tables()) | {"partners_grant", "partners_accesslogentry"} == gated
    )
    for model in ROW_MODELS:
        commands = rows("SELECT cmd FROM pg_policies WHERE tablename = %s", model._meta.db_table)
        assert sorted(commands) == [("DELETE",), ("INSERT",), ("SELECT",), ("UPDATE",)], model


def test_every_category_of_the_matrix_that_has_a_table_has_exactly_known_ones(db: None) -> None:
    for model in [*ROW_MODELS, *HISTORY_MODELS]:
        policy = policy_of(model)
        assert policy
        assert policy.category in mandates.Category.values
        assert issubclass(model, Protected | History)


@pytest.mark.parametrize("model", ROW_MODELS, ids=lambda m: m.__name__)
def test_every_key_to_a_protected_row_is_checked_for_visibility(
    db: None, model: type[models.Model]
) -> None:
    found = rows(
        "SELECT encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relname = %s AND t.tgname = 'check_targets'",
        model._meta.db_table,
    )
    arguments = found[0][0].split("\\000")[:-1] if found else []
    pairs = set(zip(arguments[::2], arguments[1::2], strict=True))
    assert pairs == set(guarded_keys(model))


@pytest.mark.parametrize("model", ROW_MODELS, ids=lambda m: m.__name__)
def test_no_unique_rule_reaches_across_owners(model: type[models.Model]) -> None:
    """A refused duplicate would tell that another agency holds the same."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            to_own_row = {field for field in constraint.fields if _is_key_to_owned(model, field)}
            computed = {str(part) for part in constraint.expressions}
            assert "owner" in constraint.fields or "F(owner)" in computed or to_own_row, (
                constraint.name
            )
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            assert _is_key_to_owned(model, field.name), field


def _is_key_to_owned(model: type[models.Model], name: str) -> bool:
    """A one-to-one key to a row that is checked for visibility, and belongs to the same owner."""
    return model._meta.get_field(name).column in {column for column, _ in guarded_keys(model)}


def app_login() -> psycopg.Connection:
    place = connection.settings_dict
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=settings.DATABASE_ROLES["app"],
        password=Path(os.environ["DB_APP_PASSWORD_FILE"]).read_text().strip(),
        autocommit=True,
    )


FORBIDDEN = (
    "INSERT INTO partners_agency (id, kind, name, short_name, group_id, is_active)"
    " VALUES (9, 'police', 'x', 'x', 1, true)",
    "UPDATE partners_user SET agency_id = 1",
    "UPDATE partners_user SET is_active = true",
    "INSERT INTO partners_user_groups (user_id, group_id) SELECT id, 1 FROM partners_user",
    "INSERT INTO partners_roleassignment (user_id, role, reason, valid_from, valid_until)"
    " SELECT id, 'coordinator', 'x', now(), now() FROM partners_user",
    "DELETE FROM partners_mandate",
    "INSERT INTO partners_mandate VALUES ('police', 'coordinator', 'supervision', 'read', 'own')",
    "INSERT INTO partners_accesslogentry DEFAULT VALUES",
    "UPDATE partners_accesslogentry SET result = ''",
    "DELETE FROM partners_accesslogentry",
    "SELECT * FROM partners_seal",
    "SELECT * FROM partners_withholding",
    "UPDATE partners_grant SET valid_until = now()",
    "TRUNCATE cases_individual",
    "COPY cases_individual TO PROGRAM 'cat'",
    "ALTER TABLE cases_individual DISABLE ROW LEVEL SECURITY",
    "DROP POLICY reads ON cases_individual",
    "CREATE TABLE mine (id int)",
    "SET ROLE slutaskjut_owner",
    "SET session_replication_role = replica",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_real_app_login_may_not(db: None, statement: str) -> None:
    with app_login() as login, pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(statement)


def test_the_app_role_without_an_audience_reads_no_protected_row(cast: Cast) -> None:
    with app_login() as login:
        for table in privileges.protected_tables():
            assert login.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,), table


def test_a_process_starts_only_on_a_role_without_privileges(own_database: str) -> None:
    """The tester may become the owner, which is privilege enough to be refused."""
    with pytest.raises(ImproperlyConfigured, match="Privileged"):
        checks.refuse_to_start_ungated()


def test_a_process_starts_only_when_the_mandates_are_the_codes(db: None) -> None:
    with database.role("owner"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM partners_mandate WHERE category = 'identity'")
    ids = {error.id for error in checks.the_database_is_gated(databases=["default"])}
    assert "partners.E011" in ids


def test_a_protected_model_without_policy_is_refused() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("cases"):

        class Forgotten(Protected):
            class Meta:
                app_label = "cases"

        assert checks._expected_policy(Forgotten) is RowPolicy
        assert policy_of(Forgotten) is None


def test_only_an_administrator_admits_users_and_only_to_the_own_agency(cast: Cast) -> None:
    admit = "SELECT partners_admit('ny@demo.example', 'Ny', '', 'X-1')"
    with cast.looking("greta"), pytest.raises(ProgrammingError), transaction.atomic():
        rows(admit)
    with cast.looking("lars"):
        ((admitted,),) = rows(admit)
        ((agency,),) = rows("SELECT agency_id FROM partners_user WHERE id = %s", admitted)
        assert agency == cast.lars.agency_id
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows("SELECT partners_assign_role(%s, 'coordinator', 'x', now())", cast.anna.pk)
