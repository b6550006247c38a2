"""The texts of letters: those in force, one version, and writing the next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.actions import letters as actions
from interventions.forms.letters import LetterKindForm, LetterTextForm
from interventions.letters import paper, placeholders, sample, standard
from interventions.models import LetterText
from interventions.views import Request
from partners import audience, explain
from partners.decorators import mandated, owning
from partners.mandates import Action, Category


@owning(Category.LETTERS)
def texts(request: Request) -> HttpResponse:
    in_force = LetterText.objects.own().in_force(timezone.localdate())
    found = list(in_force)
    context = {
        "kinds": [
            (kind, [text for text in found if text.kind == kind], kind in standard.STANDARD)
            for kind in LetterText.Kind
        ],
        "may_write": audience.current().may(Action.CREATE, Category.LETTERS),
    }
    return render(request, "interventions/letters/list.html", context)


@owning(Category.LETTERS)
def text(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(LetterText, pk=pk)
    versions = LetterText.objects.filter(
        owner=found.owner_id, kind=found.kind, language=found.language
    )
    context = {
        "text": found,
        "part": paper.part(found, sample.filled(found.language)),
        "versions": versions,
        "may_write": audience.current().may(Action.CREATE, Category.LETTERS),
        "why": explain.why(found),
    }
    return render(request, "interventions/letters/record.html", context)


@mandated(Action.CREATE, Category.LETTERS)
def write(request: Request) -> HttpResponse:
    chosen = LetterKindForm({"language": LetterText.Language.SWEDISH} | request.GET.dict())
    if not chosen.is_valid():
        raise Http404
    kind, language = chosen.cleaned_data["kind"], chosen.cleaned_data["language"]
    form = LetterTextForm(request.POST or None, kind=kind, language=language)
    if form.is_valid():
        published = actions.publish(
            kind=kind, language=language, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("There is a new version of the letter."))
        return redirect(published)
    context = {
        "form": form,
        "kind": LetterText.Kind(kind),
        "language": LetterText.Language(language),
        "languages": LetterText.Language.choices,
        "placeholders": [
            (word, placeholders.PLACEHOLDERS[word]) for word in placeholders.known(kind)
        ],
        "readers": explain.readers(Category.LETTERS),
    }
    return render(request, "interventions/letters/form.html", context)
