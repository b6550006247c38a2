"""What we decide and do."""

from interventions.models.briefings import Briefing, BriefingCopy
from interventions.models.callins import CallIn
from interventions.models.candidates import Candidate, Summons
from interventions.models.doors import Attendance, DoorCard, DoorName
from interventions.models.meetings import Invitation, Meeting
from interventions.models.tasks import Task

__all__ = [
    "Attendance",
    "Briefing",
    "BriefingCopy",
    "CallIn",
    "Candidate",
    "DoorCard",
    "DoorName",
    "Invitation",
    "Meeting",
    "Summons",
    "Task",
]
