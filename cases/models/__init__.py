"""What is known."""

from cases.models.attributions import Attribution
from cases.models.groups import CriminalGroup, GroupProfile
from cases.models.incidents import Incident
from cases.models.individuals import Identifier, Individual
from cases.models.involvements import Involvement, VictimInvolvement
from cases.models.links import GroupLink
from cases.models.reviews import IncidentReview
from cases.models.suggestions import Suggestion
from cases.models.supervisions import Supervision

__all__ = [
    "Attribution",
    "CriminalGroup",
    "GroupLink",
    "GroupProfile",
    "Identifier",
    "Incident",
    "IncidentReview",
    "Individual",
    "Involvement",
    "Suggestion",
    "Supervision",
    "VictimInvolvement",
]
