"""The policy of a table of protected rows."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models

from partners.policies.keys import guarded_keys
from partners.policies.tables import TablePolicy


class Duty(NamedTuple):
    """A custom permission on the row that `field` points at opens this table's rows too."""

    field: str
    label: str
    codename: str


class RowPolicy(TablePolicy):
    """Rows of one information category, visible when every agency of the audience may read them.

    `subject` names the key to the person the row is about: rows about a person with protected
    identity are shown only to users personally assigned. `withheld_when` names the boolean
    column of the person's own row that says so. `duty` opens the rows to whoever holds that
    permission on the row they belong to, and lets them add rows where the mandate lends it.
    `expires` names the moment after which the row is gone for everybody. `follows` names the keys
    to the rows of the same owner that this one was made of: whoever reads those reads it, and no
    grant of its own opens it. Its `grantees` are a superset of theirs.
    """

    def __init__(
        self,
        category: str,
        *,
        subject: str = "",
        withheld_when: str = "",
        duty: tuple[str, str, str] | None = None,
        expires: str = "",
        follows: Sequence[str] = (),
        name: str = "%(app_label)s_%(class)s_policy",
    ) -> None:
        super().__init__(category, name=name)
        self.subject = subject
        self.follows = tuple(follows)
        self.withheld_when = withheld_when
        self.duty = Duty(*duty) if duty else None
        self.expires = expires

    def _options(self) -> dict[str, Any]:
        given = {
            "subject": self.subject,
            "withheld_when": self.withheld_when,
            "duty": tuple(self.duty) if self.duty else None,
            "expires": self.expires,
            "follows": self.follows,
        }
        return super()._options() | {name: value for name, value in given.items() if value}

    def statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS grantees bigint NOT NULL DEFAULT 0',
            self._register(model),
            f'CREATE POLICY reads ON "{table}" FOR SELECT USING ({self._reads(model)})',
            f'CREATE POLICY inserts ON "{table}" FOR INSERT WITH CHECK ({self._inserts(model)})',
            f'CREATE POLICY changes ON "{table}" FOR UPDATE '
            f"USING ({self._writes('change', 'decide')})",
            f'CREATE POLICY erases ON "{table}" FOR DELETE USING ({self._writes("erase")})',
            *self._triggers(model),
        ]

    def _register(self, model: type[models.Model]) -> str:
        duty = f"'{self.duty.label}:{self.duty.codename}'" if self.duty else "NULL"
        duty_key = f"'{self.column(model, self.duty.field)}'" if self.duty else "NULL"
        subject = f"'{self.column(model, self.subject)}'" if self.subject else "NULL"
        return (
            "INSERT INTO partners_gate (label, table_name, category, duty, duty_key, subject) "
            f"VALUES ('{model._meta.label_lower}', '{model._meta.db_table}', "
            f"'{self.category}', {duty}, {duty_key}, {subject})"
        )

    def _reads(self, model: type[models.Model]) -> str:
        if self.follows:
            return self._is_followed(model)
        readable = f"({self._is_open()} OR {self._is_granted(model)}"
        readable += f" OR {self._on_duty(model, 'read')})" if self.duty else ")"
        if self.subject:
            readable += f" AND ({self._is_not_withheld(model)})"
        if self.expires:
            readable += f" AND {self.column(model, self.expires)} > statement_timestamp()"
        return readable

    def _is_followed(self, model: type[models.Model]) -> str:
        """Own rows need no look at what they were made of, which has the same owner; of others'
        rows only those of somebody who was ever granted one."""
        sources = " AND ".join(self._is_visible(model, field) for field in self.follows)
        return (
            f"CASE WHEN {self._is_open()} THEN true "
            f"WHEN (grantees & (SELECT partners_mask())) = 0 THEN false ELSE {sources} END "
            f"AND ({self._is_not_withheld(model)})"
        )

    def _is_visible(self, model: type[models.Model], field: str) -> str:
        """As one value: an EXISTS would be hashed, and so ask the policy about the whole table."""
        column = self.column(model, field)
        target = model._meta.get_field(field).related_model._meta.db_table  # type: ignore[union-attr]
        visible = f'(SELECT true FROM "{target}" source WHERE source.id = {column})'
        return f"({column} IS NULL OR coalesce({visible}, false))"

    def _is_open(self) -> str:
        """Everybody in the audience owns the owner's rows or reads them by standing decision."""
        owners = f"(SELECT array_positions(partners_needs('{self.category}'), 0))::int[]"
        return f"owner_id = ANY ({owners})"

    def _is_granted(self, model: type[models.Model]) -> str:
        """The cheap question first: was anybody in the audience ever granted this row?"""
        needs = f"(SELECT partners_needs('{self.category}'))[owner_id]"
        reasons = f"(SELECT partners_reasons('{self.category}'))"
        granted = f"partners_granted({reasons}, '{model._meta.label_lower}', id)"
        return (
            "CASE WHEN (grantees & (SELECT partners_mask())) = 0 THEN false "
            f"ELSE ({needs} & ~{granted}) = 0 END"
        )

    def _is_not_withheld(self, model: type[models.Model]) -> str:
        """The person's own row says whether to look; other rows about the person have to."""
        column = self.column(model, self.subject)
        unless = f"NOT {self.withheld_when}" if self.withheld_when else f"{column} IS NULL"
        return f"{unless} OR {column} NOT IN (SELECT partners_withheld())"

    def _inserts(self, model: type[models.Model]) -> str:
        writes = self._writes("create")
        if not self.duty:
            return writes
        return f"{writes} OR {self._on_duty(model, 'create')}"

    def _writes(self, *actions: str) -> str:
        listed = ", ".join(f"'{action}'" for action in actions)
        return f"owner_id = (SELECT partners_writer('{self.category}', {listed}))"

    def _on_duty(self, model: type[models.Model], action: str) -> str:
        """A duty opens the rows of whoever gave it, and no other owner's that point there too."""
        assert self.duty is not None
        column = self.column(model, self.duty.field)
        duty = f"'{self.duty.label}', '{self.duty.codename}'"
        return (
            f"({column} = ANY ((SELECT partners_on_duty('{self.category}', '{action}', "
            f"{duty}))::uuid[]) AND owner_id = partners_duty_owner({duty}, {column}))"
        )

    def _triggers(self, model: type[models.Model]) -> Iterator[str]:
        table, label = model._meta.db_table, model._meta.label_lower
        yield (
            f'CREATE TRIGGER end_decisions AFTER UPDATE ON "{table}" FOR EACH ROW '
            f"WHEN (OLD.grantees <> 0) EXECUTE FUNCTION partners_end_decisions('{label}')"
        )
        targets = ", ".join(f"'{column}', '{target}'" for column, target in guarded_keys(model))
        if targets:
            yield (
                f'CREATE TRIGGER check_targets BEFORE INSERT OR UPDATE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION partners_check_targets({targets})"
            )
        if self.withheld_when:
            yield (
                f'CREATE TRIGGER withhold AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH '
                f"ROW EXECUTE FUNCTION partners_withhold('{label}', '{self.withheld_when}')"
            )
