"""Other names of a person, and ways to reach them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from cases.actions import names
from cases.forms.names import AliasForm, ContactForm
from cases.models import Alias, Contact, Individual
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

REMOVE = "cases/individuals/remove_part.html"
CHANGE = "cases/individuals/change_part.html"
ALIAS, CONTACT = _("Known as"), _("Contact details")


@mandated(Action.CREATE, Category.IDENTITY)
def alias_new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = AliasForm(posted(request))
    if form.is_valid() and form.add(individual, by=request.user):
        return _saved(request, individual)
    readers = explain.readers(Category.IDENTITY, about=individual)
    context = {"form": form, "individual": individual, "readers": readers, "title": ALIAS}
    return render(request, CHANGE, context)


@mandated(Action.CHANGE, Category.IDENTITY)
def alias_change(request: Request, pk: UUID) -> HttpResponse:
    alias = own_or_404(
        get_object_or_404(Alias.objects.select_related("individual"), pk=pk), request
    )
    form = AliasForm.of(alias, posted(request))
    if form.is_valid() and form.change(alias, by=request.user):
        return _saved(request, alias.individual)
    readers = explain.readers(Category.IDENTITY, row=alias)
    context = {"form": form, "individual": alias.individual, "readers": readers}
    context |= {"note": explain.what_a_change_ends(readers), "title": ALIAS}
    return render(request, CHANGE, context)


@mandated(Action.ERASE, Category.IDENTITY)
def alias_remove(request: Request, pk: UUID) -> HttpResponse:
    found = Alias.objects.select_related("individual")
    alias = own_or_404(get_object_or_404(found, pk=pk), request)
    if request.method == "POST":
        names.remove_alias(alias, by=request.user)
        return _saved(request, alias.individual)
    return render(request, REMOVE, {"what": alias.name, "individual": alias.individual})


@mandated(Action.CREATE, Category.CONTACT)
def contact_new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    if individual.is_protected:
        raise Http404
    form = ContactForm(posted(request))
    if form.is_valid() and form.add(individual, by=request.user):
        return _saved(request, individual)
    readers = explain.readers(Category.CONTACT, about=individual)
    context = {"form": form, "individual": individual, "readers": readers, "title": CONTACT}
    return render(request, CHANGE, context)


@mandated(Action.CHANGE, Category.CONTACT)
def contact_change(request: Request, pk: UUID) -> HttpResponse:
    found = Contact.objects.select_related("individual")
    contact = own_or_404(get_object_or_404(found, pk=pk), request)
    form = ContactForm.of(contact, posted(request))
    if form.is_valid() and form.change(contact, by=request.user):
        return _saved(request, contact.individual)
    readers = explain.readers(Category.CONTACT, row=contact)
    context = {"form": form, "individual": contact.individual, "readers": readers}
    context |= {"note": explain.what_a_change_ends(readers), "title": CONTACT}
    return render(request, CHANGE, context)


@mandated(Action.ERASE, Category.CONTACT)
def contact_remove(request: Request, pk: UUID) -> HttpResponse:
    found = Contact.objects.select_related("individual")
    contact = own_or_404(get_object_or_404(found, pk=pk), request)
    if request.method == "POST":
        names.remove_contact(contact, by=request.user)
        return _saved(request, contact.individual)
    return render(request, REMOVE, {"what": contact.value, "individual": contact.individual})


def _saved(request: Request, individual: Individual) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(individual)
