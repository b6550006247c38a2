from pathlib import Path

from django.db import migrations

GUARDS = Path(__file__).parent.parent / "sql" / "guards.sql"


class Migration(migrations.Migration):
    """Guards on the tables that carry the gate itself."""

    dependencies = [("partners", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS.read_text(encoding="utf-8"))]
