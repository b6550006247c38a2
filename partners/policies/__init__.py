"""Row policies, declared in one line beside the model and created by its migration.

    class Supervision(Protected):
        class Meta:
            constraints = [RowPolicy(Category.SUPERVISION, subject="individual")]

A policy is a database constraint to Django: `makemigrations` sees it come, change and go.
What it asks is written in partners/sql/gate.sql.
"""

from partners.policies.histories import HistoryPolicy
from partners.policies.keys import guarded_keys
from partners.policies.rows import RowPolicy
from partners.policies.tables import TablePolicy, policy_of

__all__ = ["HistoryPolicy", "RowPolicy", "TablePolicy", "guarded_keys", "policy_of"]
