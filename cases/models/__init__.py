"""What is known."""

from cases.models.aliases import Alias
from cases.models.attributions import Attribution
from cases.models.audits import GroupAudit
from cases.models.conditions import SpecialCondition
from cases.models.contacts import Contact
from cases.models.criteria import LinkCriterion
from cases.models.deliveries import Delivery
from cases.models.distinctions import Distinction
from cases.models.groups import CriminalGroup, GroupProfile
from cases.models.identifiers import Identifier
from cases.models.imports import ColumnMapping, ImportRow, ListImport
from cases.models.incidents import Incident
from cases.models.individuals import Individual
from cases.models.involvements import Involvement, VictimInvolvement
from cases.models.links import GroupLink
from cases.models.name_tokens import NameToken
from cases.models.relations import GroupRelation
from cases.models.reviews import IncidentReview
from cases.models.successions import GroupSuccession
from cases.models.suggestions import Suggestion
from cases.models.supervisions import Supervision
from cases.models.tombstones import Tombstone

__all__ = [
    "Alias",
    "Attribution",
    "ColumnMapping",
    "Contact",
    "CriminalGroup",
    "Delivery",
    "Distinction",
    "GroupAudit",
    "GroupLink",
    "GroupProfile",
    "GroupRelation",
    "GroupSuccession",
    "Identifier",
    "ImportRow",
    "Incident",
    "IncidentReview",
    "Individual",
    "Involvement",
    "LinkCriterion",
    "ListImport",
    "NameToken",
    "SpecialCondition",
    "Suggestion",
    "Supervision",
    "Tombstone",
    "VictimInvolvement",
]
