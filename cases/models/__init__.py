"""What is known."""

from cases.models.groups import CriminalGroup, GroupProfile
from cases.models.individuals import Identifier, Individual
from cases.models.links import GroupLink
from cases.models.supervisions import Supervision

__all__ = [
    "CriminalGroup",
    "GroupLink",
    "GroupProfile",
    "Identifier",
    "Individual",
    "Supervision",
]
