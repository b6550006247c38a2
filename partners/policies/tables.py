"""What the policies of a table and of its history have in common as constraints."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

_POLICY_NAMES = ("reads", "inserts", "changes", "erases")
_TRIGGER_NAMES = ("check_targets", "end_decisions", "withhold")
_REGISTERS = ("partners_gate", "partners_past")


class TablePolicy(models.BaseConstraint):
    """What the policies of a table and of its history have in common as constraints."""

    def __init__(self, category: str, *, name: str = "%(app_label)s_%(class)s_policy") -> None:
        super().__init__(name=name)
        self.category = str(category)

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """Nothing inside CREATE TABLE; the policy follows when the table and its keys stand."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        assert model is not None
        return self._statement(self.statements(model))

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        assert model is not None
        table = model._meta.db_table
        return self._statement(
            [f'DROP POLICY IF EXISTS {name} ON "{table}"' for name in _POLICY_NAMES]
            + [f'DROP TRIGGER IF EXISTS {name} ON "{table}"' for name in _TRIGGER_NAMES]
            + [f"DELETE FROM {kept} WHERE table_name = '{table}'" for kept in _REGISTERS]
        )

    def statements(self, model: type[models.Model]) -> list[str]:
        raise NotImplementedError

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database answers; a form has nothing to ask."""

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        return f"partners.policies.{self.__class__.__name__}", (self.category,), self._options()

    def _options(self) -> dict[str, Any]:
        return {"name": self.name}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TablePolicy) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.__class__, self.category))

    @staticmethod
    def column(model: type[models.Model], field: str) -> str:
        return str(model._meta.get_field(field).column)  # type: ignore[union-attr]

    @staticmethod
    def _statement(statements: list[str]) -> Statement:
        return Statement("; ".join(statements).replace("%", "%%"))


def policy_of(model: type[models.Model]) -> TablePolicy | None:
    """The policy a model declares, or None for a table that is not protected."""
    found = [c for c in model._meta.constraints if isinstance(c, TablePolicy)]
    return found[0] if found else None
