"""What we decide and do."""

from interventions.models.absences import AbsenceCase
from interventions.models.alternatives import AlternativeDelivery
from interventions.models.attempts import ServiceAttempt
from interventions.models.batches import Letter, LetterBatch
from interventions.models.briefings import Briefing, BriefingCopy
from interventions.models.callins import CallIn
from interventions.models.candidates import Candidate
from interventions.models.checks import CustodyCheck, Override
from interventions.models.content_packs import ContentPack
from interventions.models.debriefs import Debrief
from interventions.models.doors import Attendance, DoorCard, DoorName
from interventions.models.exposures import LegalExposure
from interventions.models.follow_ups import FollowUp
from interventions.models.hearings import GroupHearing
from interventions.models.help_requests import HelpRequest
from interventions.models.hindrances import Hindrance
from interventions.models.inquiries import (
    Attestation,
    AttestationGround,
    Inquiry,
    ListAnswer,
    Nomination,
    Nominee,
    Question,
    Receipt,
)
from interventions.models.letters import LetterText
from interventions.models.meetings import Invitation, Meeting
from interventions.models.notification_persons import NotificationPerson
from interventions.models.notifications import Notification
from interventions.models.outcomes import NotificationOutcome
from interventions.models.pickups import PickUp
from interventions.models.plans import Milestone, TargetGroup
from interventions.models.reminders import Reminder
from interventions.models.safety_plans import SafetyPlan
from interventions.models.slots import Slot
from interventions.models.summonses import Summons
from interventions.models.tasks import Task
from interventions.models.teams import TeamMember

__all__ = [
    "AbsenceCase",
    "AlternativeDelivery",
    "Attendance",
    "Attestation",
    "AttestationGround",
    "Briefing",
    "BriefingCopy",
    "CallIn",
    "Candidate",
    "ContentPack",
    "CustodyCheck",
    "Debrief",
    "DoorCard",
    "DoorName",
    "FollowUp",
    "GroupHearing",
    "HelpRequest",
    "Hindrance",
    "Inquiry",
    "Invitation",
    "LegalExposure",
    "Letter",
    "LetterBatch",
    "LetterText",
    "ListAnswer",
    "Meeting",
    "Milestone",
    "Nomination",
    "Nominee",
    "Notification",
    "NotificationOutcome",
    "NotificationPerson",
    "Override",
    "PickUp",
    "Question",
    "Receipt",
    "Reminder",
    "SafetyPlan",
    "ServiceAttempt",
    "Slot",
    "Summons",
    "TargetGroup",
    "Task",
    "TeamMember",
]
