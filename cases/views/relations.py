"""Relations between groups: recorded and ended on the page of a group, and drawn as one map."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.conflict_map import ConflictMap
from cases.forms.relations import MapDayForm, RelationEndForm, RelationForm
from cases.models import CriminalGroup, GroupRelation
from partners import explain
from partners.decorators import mandated, owning
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@owning(Category.GROUP_PROFILE)
def conflict_map(request: Request) -> HttpResponse:
    form = MapDayForm(request.GET or None, initial={"day": timezone.localdate()})
    day = form.chosen
    relations = list(GroupRelation.objects.with_groups().on(day))
    told = {pk for one in relations for pk in (one.group_id, one.other_id)}
    context = {
        "form": form,
        "day": day,
        "map": ConflictMap.of(relations),
        "relations": relations,
        "alone": [group for group in CriminalGroup.objects.all() if group.pk not in told],
        "why": explain.why(*relations),
    }
    return render(request, "cases/relations/map.html", context)


@mandated(Action.CREATE, Category.GROUP_PROFILE)
def new(request: Request, pk: UUID) -> HttpResponse:
    group = own_or_404(get_object_or_404(CriminalGroup, pk=pk), request)
    form = RelationForm(posted(request), group=group)
    if form.is_valid() and form.record(by=request.user):
        messages.success(request, _("The relation is recorded."))
        return redirect(group)
    readers = explain.readers(Category.GROUP_PROFILE)
    context = {"form": form, "group": group, "readers": readers}
    return render(request, "cases/relations/new.html", context)


@mandated(Action.CHANGE, Category.GROUP_PROFILE)
def end(request: Request, pk: UUID) -> HttpResponse:
    found = GroupRelation.objects.with_groups().filter(valid_until__isnull=True)
    relation = own_or_404(get_object_or_404(found, pk=pk), request)
    form = RelationEndForm(posted(request))
    if form.is_valid() and form.end(relation, by=request.user):
        messages.success(request, _("The relation has ended."))
        return redirect(relation.group)
    readers = explain.readers(Category.GROUP_PROFILE, row=relation)
    note = explain.what_a_change_ends(readers)
    context = {"form": form, "relation": relation, "readers": readers, "note": note}
    return render(request, "cases/relations/end.html", context)
