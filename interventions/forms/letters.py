"""A new version of a letter's text."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interventions.actions import letters
from interventions.letters import placeholders, standard
from interventions.models import LetterText


class LetterKindForm(forms.Form):
    """Which letter is written, and in which language."""

    kind = forms.ChoiceField(choices=LetterText.Kind)
    language = forms.ChoiceField(choices=LetterText.Language, initial=LetterText.Language.SWEDISH)


class LetterTextForm(forms.Form):
    """Begins with the text in force, or with a proposal where there is none."""

    subject = forms.CharField(label=gettext_lazy("Heading"), max_length=120)
    body = forms.CharField(
        label=gettext_lazy("Wording"), max_length=6000, widget=forms.Textarea(attrs={"rows": 24})
    )
    valid_from = forms.DateField(label=gettext_lazy("Used from"), initial=timezone.localdate)

    def __init__(self, *args: Any, kind: str, language: str, **kwargs: Any) -> None:
        self.kind = kind
        before = letters.text_for(kind, language)
        proposed = standard.wording(kind, language)
        subject, body = (before.subject, before.body) if before else proposed
        kwargs["initial"] = {"subject": subject, "body": body}
        super().__init__(*args, **kwargs)
        self.is_proposal = before is None and bool(body)
        self.fields["body"].help_text = gettext_lazy(
            "An empty line between paragraphs. “## ” before a heading, “- ” before each item of a"
            " list."
        )

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_body(self) -> str:
        body = self._checked("body")
        missing = placeholders.missing(body, kind=self.kind)
        if missing:
            raise forms.ValidationError(
                _("The text must say %(words)s. Write them where they belong.")
                % {"words": _listed(missing)}
            )
        return body

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose today or a later day."))
        return day

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        unknown = placeholders.unknown(text, kind=self.kind)
        if unknown:
            raise forms.ValidationError(
                _("%(unknown)s cannot be filled in. You can use %(known)s.")
                % {
                    "unknown": _listed(unknown),
                    "known": _listed(placeholders.known(self.kind)) or _("no such words"),
                }
            )
        return text


def _listed(words: Any) -> str:
    return ", ".join(f"{{{word}}}" for word in words)
