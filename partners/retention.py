"""How long each category is kept, from when, and by which rule. Law wins over these defaults."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category


class Start(TextChoices):
    """The moment the time is counted from."""

    REGISTERED = "registered", _("registration")
    ENDED = "ended", _("the end of the matter")
    YEAR_END = "year_end", _("the end of the year of registration")


class Retention(NamedTuple):
    """`longest` None is: kept, as it holds no person."""

    longest: timedelta | None
    counted_from: Start
    rule: str


_YEAR = timedelta(days=365)
_POLICE = Retention(_YEAR, Start.REGISTERED, "2018:1693 4 kap.; eget tak 12 månader")
_POLICE_FACTS = Retention(3 * _YEAR, Start.YEAR_END, "2018:1693 4 kap.")
_PROBATION = Retention(2 * _YEAR, Start.ENDED, "2018:1746 10 och 13 §§")
_SOCIAL = Retention(5 * _YEAR, Start.ENDED, "SoL, personakt")
_CODE_LEVEL = Retention(None, Start.REGISTERED, "Rör ingen enskild")
_AFTER_MEETING = Retention(timedelta(days=14), Start.ENDED, "Förstörs 14 dagar efter mötet")
_DOOR = Retention(timedelta(days=90), Start.ENDED, "Förs över till närvaron")
_REGISTER = Retention(10 * _YEAR, Start.ENDED, "2018:1177 3:5; beslutas av dataskyddsombudet")
_CONSENT = Retention(_YEAR, Start.ENDED, "Ett år efter att samtycket upphört")
_DRAFT = Retention(timedelta(days=30), Start.REGISTERED, "2018:1177 4:6; utkast högst 30 dagar")
_SAFETY = Retention(timedelta(days=183), Start.ENDED, "Sex månader")

RETENTION: dict[Category, Retention] = {
    # The strictest of the owners' rules: a person is kept no longer than what is known of them.
    Category.IDENTITY: _POLICE,
    Category.CONTACT: _POLICE,
    Category.TOMBSTONES: _REGISTER,
    Category.IMPORTS: _DRAFT,
    Category.GROUP_LINK: _POLICE,
    Category.GROUP_PROFILE: _POLICE_FACTS,
    Category.GROUP_CODE: _CODE_LEVEL,
    Category.GROUP_HEARD: _CODE_LEVEL,
    Category.INCIDENT_FACTS: _POLICE_FACTS,
    Category.INCIDENT_SUGGESTIONS: _DRAFT,
    Category.INCIDENT_REVIEW: _POLICE,
    Category.INVOLVEMENT: _POLICE,
    Category.VICTIM: _POLICE,
    Category.SUPERVISION: _PROBATION,
    Category.CONDITIONS: _PROBATION,
    Category.CALL_IN: _CODE_LEVEL,
    Category.CALL_IN_PLAN: _CODE_LEVEL,
    Category.SPEAKING_SLOTS: _AFTER_MEETING,
    Category.CANDIDATES: _PROBATION,
    Category.INQUIRIES: _DOOR,
    Category.LETTERS: _CODE_LEVEL,
    Category.DOOR_LIST: _DOOR,
    Category.DOOR_NAMES: _DOOR,
    Category.ATTENDANCE: _PROBATION,
    Category.MISCONDUCT: _PROBATION,
    Category.FOLLOW_UPS: _PROBATION,
    Category.NOTIFICATION_PLAN: _SAFETY,
    Category.LEGAL_EXPOSURE: _SAFETY,
    Category.NOTIFICATION_OUTCOME: _POLICE,
    Category.FOCUS_ROUND: _CODE_LEVEL,
    Category.ENFORCEMENT_DETAIL: _POLICE,
    Category.SUPPORT_OFFER: _CODE_LEVEL,
    Category.SUPPORT_CASE: _SOCIAL,
    Category.HELP_REQUESTS: _CONSENT,
    Category.CHILD_CONCERN: _SOCIAL,
    Category.PROMISES: _CODE_LEVEL,
    Category.MEETINGS: _CODE_LEVEL,
    Category.TASKS: _POLICE,
    Category.BRIEFINGS: _AFTER_MEETING,
    Category.CONSENTS: _CONSENT,
    Category.DISCLOSURES: _REGISTER,
    Category.DISCLOSURE_ASSESSMENT: _REGISTER,
    Category.STANDING_DECISIONS: _REGISTER,
    Category.APPROVALS: _REGISTER,
    Category.ACCESS_LOG: _REGISTER,
    Category.STATISTICS: _CODE_LEVEL,
}
