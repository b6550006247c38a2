"""How far the plans of several call-ins have come, asked for together."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from interventions import readiness
from interventions.models import CallIn, Milestone, Slot, TargetGroup
from interventions.readiness import Readiness
from partners import audience


def readiness_of(call_ins: Iterable[CallIn]) -> dict[UUID, Readiness]:
    """By call-in, for those that our own agency leads and whose list is open: of others' plans
    only parts may be visible."""
    here = audience.current().agency_id
    ours = [one for one in call_ins if one.owner_id == here and not one.is_closed]
    done: defaultdict[UUID, set[str]] = defaultdict(set)
    speaking: defaultdict[UUID, set[str]] = defaultdict(set)
    groups: defaultdict[UUID, int] = defaultdict(int)
    for milestone in Milestone.objects.filter(call_in__in=ours, done_on__isnull=False):
        done[milestone.call_in_id].add(milestone.kind)
    for target in TargetGroup.objects.filter(call_in__in=ours).select_related("group"):
        groups[target.call_in_id] += 1
    for slot in Slot.objects.filter(call_in__in=ours, speaker_agency__isnull=False):
        speaking[slot.call_in_id].add(slot.element)
    return {
        one.pk: readiness.of(done=done[one.pk], groups=groups[one.pk], speaking=speaking[one.pk])
        for one in ours
    }
