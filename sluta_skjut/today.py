"""What waits for one person today: questions about the rooms' own rows, each asked only of those
whose roles reach such rows."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cases.models import GroupLink, Incident, Suggestion
from interventions import figures, plans
from interventions.models import (
    Briefing,
    CallIn,
    Candidate,
    DoorCard,
    FollowUp,
    HelpRequest,
    Meeting,
    Milestone,
    Notification,
    Slot,
    Task,
)
from interventions.readiness import Readiness
from partners import audience
from partners.mandates import Action, Category
from partners.models import Disclosure, User

AT_MOST = 5
A_WEEK = timedelta(days=7)
RECENTLY = timedelta(days=30)
State = Disclosure.State


class Today:
    """Every part is a list, or None for somebody whose work it is not."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.may = audience.current().may
        self.day = timezone.localdate()

    @cached_property
    def call_ins(self) -> list[CallIn] | None:
        if not self.may(Action.READ, Category.CALL_IN):
            return None
        return list(CallIn.objects.current().select_related("owner")[:AT_MOST])

    @cached_property
    def told(self) -> dict[UUID, figures.Figures]:
        """Of those whose list is closed, the figures that I may read."""
        return figures.of(one for one in self.call_ins or [] if one.is_closed)

    @cached_property
    def prepared(self) -> list[tuple[CallIn, Readiness | None]]:
        """Each of them, and how far those that we lead have come."""
        call_ins = self.call_ins or []
        ready = plans.readiness_of(call_ins)
        return [(one, ready.get(one.pk)) for one in call_ins]

    @property
    def leads(self) -> bool:
        return any(readiness for _one, readiness in self.prepared)

    @property
    def closed(self) -> CallIn | None:
        """Today's call-in whose list I can go through: its own agency's, with its candidates."""
        if not self.may(Action.READ, Category.CANDIDATES):
            return None
        mine = (one for one in self.call_ins or [] if one.owner_id == self.user.agency_id)
        return next((one for one in mine if one.is_closed), None)

    @cached_property
    def door(self) -> CallIn | None:
        """Today's call-in, for those who see its door."""
        if not any(_is_today(one) for one in self.call_ins or []):
            return None
        cards = DoorCard.objects.filter(call_in=OuterRef("pk"))
        seen = CallIn.objects.upcoming().filter(Exists(cards))
        if not self.may(Action.CREATE, Category.ATTENDANCE):
            # Whoever decides sees the own list and registers nobody; a duty is another's door.
            seen = seen.exclude(owner=self.user.agency_id)
        return next(filter(_is_today, seen), None)

    @cached_property
    def slots(self) -> list[Slot]:
        """Where my agency speaks: all that somebody who only speaks reads of a call-in."""
        if not self.may(Action.READ, Category.SPEAKING_SLOTS):
            return []
        mine = Slot.objects.spoken_by(self.user.agency_id)
        return list(mine.select_related("owner", "speaker_agency")[:AT_MOST])

    @cached_property
    def milestones(self) -> list[Milestone]:
        """What the call-ins that we lead need within a week."""
        if not self.may(Action.CHANGE, Category.CALL_IN_PLAN):
            return []
        soon = Milestone.objects.waiting().filter(due_on__lte=self.day + A_WEEK)
        return list(soon.select_related("call_in")[:AT_MOST])

    @cached_property
    def notifications(self) -> list[Notification]:
        """Coming ones whose team I am on."""
        if not self.may(Action.READ, Category.NOTIFICATION_PLAN):
            return []
        mine = Notification.objects.of_team(self.user).coming().told()
        return list(mine[:AT_MOST])

    @cached_property
    def notifications_to_decide(self) -> list[Notification]:
        """Plans that somebody else wrote, and how talks went that somebody else told of."""
        if not self.may(Action.DECIDE, Category.NOTIFICATION_PLAN):
            return []
        return list(Notification.objects.waiting_for(self.user).told()[:AT_MOST])

    @cached_property
    def meetings(self) -> list[Meeting] | None:
        if not self.may(Action.READ, Category.MEETINGS):
            return None
        return list(Meeting.objects.upcoming().select_related("owner")[:AT_MOST])

    @cached_property
    def tasks(self) -> list[Task] | None:
        if not self.may(Action.READ, Category.TASKS):
            return None
        return list(Task.objects.open().assigned_to(self.user).select_related("subject_type"))

    @cached_property
    def briefings(self) -> list[Briefing] | None:
        """Those I asked for, until the meeting's copies are to be destroyed."""
        if not self.may(Action.CREATE, Category.BRIEFINGS):
            return None
        mine = Briefing.objects.filter(author=self.user, destroy_by__gte=timezone.localdate())
        return list(mine.select_related("meeting")[:AT_MOST])

    @cached_property
    def links(self) -> list[GroupLink]:
        """Drafts that somebody else wrote, which I may review."""
        if not self.may(Action.DECIDE, Category.GROUP_LINK):
            return []
        others = (
            GroupLink.objects.for_review()
            .exclude(registered_by=self.user)
            .order_by("valid_until", "id")
        )
        return list(others.select_related("individual", "group", "registered_by")[:AT_MOST])

    @cached_property
    def returned(self) -> list[GroupLink]:
        """My own drafts that a second person sent back."""
        if not self.may(Action.CREATE, Category.GROUP_LINK):
            return []
        mine = GroupLink.objects.sent_back().filter(registered_by=self.user)
        return list(mine.select_related("individual", "group", "registered_by")[:AT_MOST])

    @cached_property
    def suggestions(self) -> int:
        """How many events of the public feed wait, for those who accept or dismiss them."""
        if not self.may(Action.CHANGE, Category.INCIDENT_SUGGESTIONS):
            return 0
        return Suggestion.objects.waiting().count()

    @cached_property
    def talks(self) -> list[FollowUp]:
        """Talks of mine that are due within a week, or late."""
        if not self.may(Action.CHANGE, Category.FOLLOW_UPS):
            return []
        mine = FollowUp.objects.open().of_officer(self.user)
        due = mine.filter(due_on__lte=self.day + timedelta(days=7)).order_by("due_on", "id")
        return list(due.select_related("individual")[:AT_MOST])

    @cached_property
    def wishes(self) -> list[HelpRequest]:
        """Wishes for help that wait for a first contact, the one to be reached first on top."""
        if not self.may(Action.READ, Category.HELP_REQUESTS):
            return []
        return list(HelpRequest.objects.waiting().select_related("individual")[:AT_MOST])

    @cached_property
    def candidacies(self) -> list[CallIn]:
        """Call-ins with candidates under review that somebody else proposed and I can decide on."""
        if not self.may(Action.DECIDE, Category.CANDIDATES):
            return []
        reviewed = Candidate.objects.filter(state=Candidate.State.UNDER_REVIEW)
        mine_to_decide = Q(candidates__in=reviewed.exclude(proposed_by=self.user))
        waiting = CallIn.objects.annotate(waiting=Count("candidates", filter=mine_to_decide))
        return list(waiting.filter(waiting__gt=0, closed_at=None).order_by("starts_at"))

    @cached_property
    def unreviewed(self) -> list[Incident] | None:
        """Incidents that wait for a review, for those who review."""
        if not self.may(Action.CREATE, Category.INCIDENT_REVIEW):
            return None
        return list(Incident.objects.awaiting_review()[:AT_MOST])

    @cached_property
    def disclosures(self) -> list[Disclosure]:
        """Asked for, or ended of late because the row changed. Oversight reads the register."""
        if not self.may(Action.READ, Category.TASKS):
            return []
        lately = Q(state=State.LAPSED, ended_at__gte=timezone.now() - RECENTLY)
        return list(
            Disclosure.objects.filter(Q(state=State.REQUESTED) | lately)
            .select_related("owner", "recipient")
            .order_by("-created_at")
        )

    @property
    def to_decide(self) -> list[Disclosure]:
        """By me, who did not ask for it myself."""
        if not self.may(Action.DECIDE, Category.DISCLOSURES):
            return []
        requested = self._disclosures(State.REQUESTED, is_own=True)
        return [one for one in requested if one.requested_by_id != self.user.pk]

    @property
    def to_decide_again(self) -> list[Disclosure]:
        """What we handed out has changed since; the decision ended with the change."""
        return self._disclosures(State.LAPSED, is_own=True)

    @property
    def lost(self) -> list[Disclosure]:
        """What we were told no longer holds."""
        return self._disclosures(State.LAPSED, is_own=False)

    @property
    def is_empty(self) -> bool:
        """Nobody's day here is made of cases: an administrator's, a data protection officer's."""
        parts: Iterable[object] = (self.call_ins, self.meetings, self.tasks, self.briefings)
        return all(part is None for part in parts)

    def _disclosures(self, state: str, *, is_own: bool) -> list[Disclosure]:
        here = self.user.agency_id
        found = [one for one in self.disclosures if one.state == state]
        return [one for one in found if (one.owner_id == here) is is_own]


def _is_today(call_in: CallIn) -> bool:
    return timezone.localdate(call_in.starts_at) == timezone.localdate()
