"""Triggers of new tables, installed together."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """Every trigger that the models of this migration were created with is in the database.

    An operation of its own for each trigger makes Django render all models anew each time, which
    is more than half of the time a new database takes.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The triggers stand in the options of the models already."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for trigger in _triggers(app_label, to_state):
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for trigger in _triggers(app_label, from_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return "Install the triggers of the new tables"


def _triggers(app_label: str, state: ProjectState) -> list[Any]:
    models = (model for (label, _), model in state.models.items() if label == app_label)
    return [trigger for model in models for trigger in model.options.get("triggers", [])]
