"""What an attestation stands on: the database ends it in the moment its link ends."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

# Not everybody who ends a link may write what was attested on it: hence as the owner of the tables.
# A link that is renewed prolongs nothing; what was attested was attested until its day.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION interventions_link_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.state = 'ended' THEN
        DELETE FROM interventions_attestationground WHERE link_id = OLD.id;
        RETURN NULL;
    END IF;
    UPDATE interventions_attestation SET valid_until = NEW.valid_until
    WHERE valid_until > NEW.valid_until AND id IN (
        SELECT attestation_id FROM interventions_attestationground WHERE link_id = NEW.id);
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION interventions_ground_gone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$
BEGIN
    UPDATE interventions_attestation SET valid_until = statement_timestamp()
    WHERE id = OLD.attestation_id AND valid_until > statement_timestamp();
    RETURN NULL;
END
$$;
CREATE TRIGGER attestation_link AFTER UPDATE OR DELETE ON cases_grouplink
    FOR EACH ROW EXECUTE FUNCTION interventions_link_over();
CREATE TRIGGER attestation_over AFTER DELETE ON interventions_attestationground
    FOR EACH ROW EXECUTE FUNCTION interventions_ground_gone()
"""
NOTHING = """
DROP TRIGGER IF EXISTS attestation_link ON cases_grouplink;
DROP TRIGGER IF EXISTS attestation_over ON interventions_attestationground;
DROP FUNCTION IF EXISTS interventions_link_over();
DROP FUNCTION IF EXISTS interventions_ground_gone()
"""


class EndsWithTheLink(models.BaseConstraint):
    """No attestation outlives the link it stands on, whoever ends the link and however."""

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """Nothing inside CREATE TABLE; the triggers follow when both tables stand."""
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        return Statement(FUNCTIONS)

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        return Statement(NOTHING)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database answers; a form has nothing to ask."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EndsWithTheLink) and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.__class__, self.name))
