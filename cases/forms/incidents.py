"""Forms about incidents: the facts, the filter of the list, and what a duplicate is part of."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.actions import incidents
from cases.forms.fields import CHOOSE_ONE, DayField, PastDayField, begin_unchosen
from cases.models import Incident
from cases.names import sort_key
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by

FACTS = (
    "kind", "municipality", "area", "place", "injured", "killed", "facts", "source_url",
)  # fmt: skip
HOME = "Malmö"
MOST_HURT = 999
NEAR = timedelta(days=30)
NO_SUCH_TIME = _("The clocks were set forward that night, past this time. Write another.")
NOT_SECURE = _("The address has to begin with https://")


class IncidentForm(forms.ModelForm):
    """What happened, when and where: facts that can be checked, and no person's name."""

    day = PastDayField(label=_("Day"))
    at = forms.TimeField(
        label=_("Time"),
        help_text=_("Swedish time, for example 18:05."),
        error_messages={"invalid": _("There is no such time. Write it like this: 18:05.")},
    )
    source_url = forms.URLField(
        label=_("Address of the source"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("If it is public: a page that tells of the incident."),
    )

    class Meta:
        model = Incident
        fields = FACTS
        field_classes = dict.fromkeys(("area", "place", "facts"), FreeTextField)
        widgets = {"facts": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "area": _("The part of town, for example Öster."),
            "place": _("Street or square. No home address."),
            "facts": _("Only what is known. Name no person; what you conclude is for the review."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        self.fields["municipality"].initial = HOME
        for name in ("injured", "killed"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, min_value=0, max_value=MOST_HURT, initial=0
            )

    @classmethod
    def of(cls, incident: Incident, data: Any) -> Self:
        """Filled in with what is known; the incident itself is untouched until it is changed."""
        return cls(data, initial=cls.known(model_to_dict(incident, FACTS), incident.happened_at))

    @staticmethod
    def known(facts: dict[str, Any], happened_at: datetime) -> dict[str, Any]:
        local = timezone.localtime(happened_at)
        at = local.time().replace(second=0, microsecond=0)
        return facts | {"day": local.date(), "at": at, "happened_at": happened_at}

    def clean_source_url(self) -> str:
        url: str = self.cleaned_data["source_url"]
        if url and not url.startswith("https://"):
            raise ValidationError(NOT_SECURE, code="scheme")
        return url

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if {"day", "at"} <= cleaned.keys():
            moment = self._moment(cleaned["day"], cleaned["at"])
            if moment > timezone.now():
                self.add_error("at", ValidationError(incidents.FUTURE, code="future"))
            cleaned["happened_at"] = moment
        return cleaned

    def told(self) -> dict[str, Any]:
        """What is to be kept, by the names of the incident's own fields."""
        return {name: self.cleaned_data[name] for name in (*FACTS, "happened_at")}

    def register(self, *, by: User) -> Incident | None:
        with told_by(self):
            return incidents.register(by=by, **self.told())
        return None

    def change(self, incident: Incident, *, by: User) -> bool:
        with told_by(self):
            incidents.change(incident, by=by, **self.told())
        return not self.errors

    def _moment(self, day: Any, at: time) -> datetime:
        """On a Swedish clock. A time that is left as it was keeps its seconds, and which of the
        two it is in the night the clocks go back."""
        known = self.initial.get("happened_at")
        if known and (day, at) == (self.initial["day"], self.initial["at"]):
            return known
        moment = timezone.make_aware(datetime.combine(day, at))
        if timezone.localtime(moment.astimezone(UTC)).time() != at:
            self.add_error("at", ValidationError(NO_SUCH_TIME, code="no such time"))
        return moment


class IncidentFilter(forms.Form):
    """Which of the incidents to list."""

    fran = DayField(label=_("From"), required=False)
    till = DayField(label=_("Until"), required=False)
    typ = forms.ChoiceField(label=_("Kind"), required=False)
    kommun = forms.ChoiceField(label=_("Municipality"), required=False)
    granskad = forms.ChoiceField(
        label=_("The review"),
        required=False,
        choices=[("", _("All")), ("nej", _("Without review")), ("ja", _("Reviewed"))],
    )

    def __init__(
        self, data: Any, *, municipalities: list[str], knows_reviews: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        everything = [("", _("All"))]
        self._choose("typ", everything + [(k.value, capfirst(k.label)) for k in Incident.Kind])
        self._choose("kommun", everything + [(name, name) for name in municipalities])
        if not knows_reviews:
            del self.fields["granskad"]

    def apply(self, found: Any) -> Any:
        """Of these incidents the ones asked for; what cannot be understood narrows nothing."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        for name, lookup in (("typ", "kind"), ("kommun", "municipality")):
            if asked.get(name):
                found = found.filter(**{lookup: asked[name]})
        if asked.get("fran"):
            found = found.filter(happened_at__gte=_midnight(asked["fran"]))
        if asked.get("till"):
            found = found.filter(happened_at__lt=_midnight(asked["till"] + timedelta(days=1)))
        if asked.get("granskad"):
            found = found.reviewed(asked["granskad"] == "ja")
        return found

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class OneOfIncidents(forms.ModelChoiceField):
    """One incident among some, each told with its time; none is chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE}
        super().__init__(
            Incident.objects.none(),
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages=told,
            **kwargs,
        )

    def label_from_instance(self, incident: Incident) -> str:
        at = date_format(timezone.localtime(incident.happened_at), "j b Y H:i")
        return f"{incident}, {at}"


class MergeForm(forms.Form):
    """Which incident this is a duplicate of: those nearest in time come first."""

    into = OneOfIncidents(label=_("The incident that is kept"))

    def __init__(self, duplicate: Incident, data: Any) -> None:
        super().__init__(data)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        own = Incident.objects.standing().filter(owner=duplicate.owner_id).exclude(pk=duplicate.pk)
        field.queryset = own.near(duplicate.happened_at, duplicate.municipality, within=NEAR)

    def merge(self, duplicate: Incident, *, by: User) -> bool:
        with told_by(self):
            incidents.merge(duplicate, by=by, **self.cleaned_data)
        return not self.errors


def municipalities(found: Any) -> list[str]:
    """Those that occur, in Swedish order."""
    return sorted({incident["municipality"] for incident in found}, key=sort_key)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
