"""Who we are, who may, who looked."""

from partners.models.access_log import AccessLogEntry, Seal
from partners.models.agencies import Agency
from partners.models.approvals import Approval
from partners.models.bases import LegalBasis
from partners.models.consents import Consent
from partners.models.control import Gate, Mandate, Past, Withholding
from partners.models.disclosures import Disclosure, DisclosureAssessment, DisclosureItem
from partners.models.grants import Grant
from partners.models.protected import History, Protected
from partners.models.standing_decisions import StandingDecision
from partners.models.tallies import Tally
from partners.models.users import RoleAssignment, User

__all__ = [
    "AccessLogEntry",
    "Agency",
    "Approval",
    "Consent",
    "Disclosure",
    "DisclosureAssessment",
    "DisclosureItem",
    "Gate",
    "Grant",
    "History",
    "LegalBasis",
    "Mandate",
    "Past",
    "Protected",
    "RoleAssignment",
    "Seal",
    "StandingDecision",
    "Tally",
    "User",
    "Withholding",
]
