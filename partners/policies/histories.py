"""The policy of a table of history."""

from typing import Any

from django.db import models

from partners.policies.tables import TablePolicy


class HistoryPolicy(TablePolicy):
    """History is for the owner alone: someone who reads a row by grant sees none of its past.

    `subject` as in the row's own policy: a protected person has no past for colleagues either.
    """

    def __init__(
        self, category: str, *, subject: str = "", name: str = "%(app_label)s_%(class)s_policy"
    ) -> None:
        super().__init__(category, name=name)
        self.subject = subject

    def _options(self) -> dict[str, Any]:
        return super()._options() | ({"subject": self.subject} if self.subject else {})

    def statements(self, model: type[models.Model]) -> list[str]:
        table, label = model._meta.db_table, kept_for(model)
        writer = "owner_id = (SELECT partners_writer('{}', {}))"
        reads = writer.format(self.category, "'read'")
        if self.subject:
            reads += _unless_withheld(self.column(model, self.subject))
        inserts = writer.format(self.category, "'create', 'change', 'decide', 'erase'")
        return [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f"INSERT INTO partners_past (label, table_name) VALUES ('{label}', '{table}')",
            f'CREATE POLICY reads ON "{table}" FOR SELECT USING ({reads})',
            f'CREATE POLICY inserts ON "{table}" FOR INSERT WITH CHECK ({inserts})',
        ]


def _unless_withheld(column: str) -> str:
    return f" AND ({column} IS NULL OR {column} NOT IN (SELECT partners_withheld()))"


def kept_for(history: type[models.Model]) -> str:
    """The label of the model whose history the table keeps."""
    kept: type[models.Model] = history._meta.get_field("pgh_obj").related_model  # type: ignore[assignment]
    return kept._meta.label_lower
