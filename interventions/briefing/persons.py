"""Named persons on paper: only where every agency invited may read both the row and the name."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, GroupLink, Individual, Supervision
from interventions.briefing.section import Section
from interventions.models import CallIn, Candidate


class Candidates(Section[Candidate]):
    """Of the next call-in; those declined are nobody's business."""

    key = "candidates"
    title = _("Candidates of the next call-in")
    template = "interventions/briefings/sections/candidates.html"
    secrecy = ("35:15",)
    names_persons = True

    def query(self) -> QuerySet[Candidate]:
        return (
            Candidate.objects.filter(
                call_in__in=CallIn.objects.upcoming()[:1], individual__in=Individual.objects.all()
            )
            .exclude(state=Candidate.State.DECLINED)
            .select_related("owner", "individual", "call_in")
        )

    @property
    def call_in(self) -> CallIn:
        """The one that every row is of."""
        return self.rows[0].call_in


class Supervisions(Section[Supervision]):
    """Under way on the day of the meeting."""

    key = "supervisions"
    title = _("Supervision")
    template = "interventions/briefings/sections/supervisions.html"
    secrecy = ("35:15",)
    names_persons = True

    def query(self) -> QuerySet[Supervision]:
        day = timezone.localdate(self.meets_at)
        return (
            Supervision.objects.under_way(day)
            .filter(individual__in=Individual.objects.all())
            .select_related("owner", "individual")
            .order_by("supervised_until", "individual__sort_key")
        )


class Links(Section[GroupLink]):
    """Sourced and graded; a link whose time is out is gone by itself."""

    key = "links"
    title = _("Links to groups")
    template = "interventions/briefings/sections/links.html"
    secrecy = ("35:1", "18:1", "18:2")
    names_persons = True

    def query(self) -> QuerySet[GroupLink]:
        return (
            GroupLink.objects.valid()
            .filter(individual__in=Individual.objects.all(), group__in=CriminalGroup.objects.all())
            .select_related("owner", "individual", "group")
            .prefetch_related("criteria")
            .order_by("group__sort_key", "individual__sort_key")
        )
