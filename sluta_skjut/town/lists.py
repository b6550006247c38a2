"""How the lists of the town's call-ins came to be: asked about, checked, decided in spite of."""

from collections.abc import Sequence
from datetime import timedelta

from cases.models import GroupLink, Individual
from interventions.actions import checks, inquiries, nominations
from interventions.actions.inquiries import Answer
from interventions.choosing import Choosing
from interventions.models import Attestation, CallIn, Candidate, Inquiry, Nomination, Override
from partners.actions import approvals, disclosures
from partners.models import Approval, Disclosure, LegalBasis
from sluta_skjut.town.scene import Scene

GROUNDS = {
    "need": "Ett möte om skjutningar kräver att de som kallas har koppling till en grupp.",
    "harm": "Polisen får veta vilka klienter som prövas. Uppgiften används bara för svaret.",
    "proportionality": "Utan svaret kan fel person kallas, och någon kan utsättas för fara.",
}
NOMINATED = {
    "need": "De här personerna kan ta budskapet vidare till grupper som inte har hört det.",
    "harm": "Frivården får veta att personerna finns hos polisen.",
    "proportionality": "Begränsat till två personer och till ett möte.",
}
REASONS = {
    "linked": "Samtal med personen i förra veckan visar en koppling som polisen inte kan intyga.",
    "together": "Personen sitter längst ut och går först. Ordningsvakten är vidtalad.",
    "rested": "Gruppen har skjutit igen sedan dess. Personen behöver höra det en gång till.",
    "room": "Den ena är på väg ur gruppen. Båda behöver höra samma sak.",
    "supervised": "Personen har själv bett om att få komma.",
    "at_liberty": "Handläggaren träffade personen i går.",
}


def settle(scene: Scene, call_in: CallIn, proposed: Sequence[Candidate]) -> None:
    """Police have answered, custody is checked, and what is not met is decided in spite of."""
    answer(scene, ask(scene, call_in, proposed))
    check(scene, proposed)
    _set_aside(scene, call_in)


def ask(scene: Scene, call_in: CallIn, proposed: Sequence[Candidate]) -> Inquiry:
    with scene.by("greta") as coordinator:
        inquiry = inquiries.draft(
            call_in,
            candidates=proposed,
            recipient=scene.agencies[1],
            legal_basis=LegalBasis.objects.get(code="L2025_170_5"),
            until=scene.now + timedelta(days=60),
            by=coordinator,
            **GROUNDS,
        )
    with scene.by("jonas") as decider:
        disclosure = Disclosure.objects.get(pk=inquiry.disclosure_id)
        disclosures.decide(disclosure, yes=True, reason="Behovet väger över.", by=decider)
    return inquiry


def answer(scene: Scene, inquiry: Inquiry) -> None:
    """Attested where the police's own register holds a valid link for the same number."""
    with scene.by("hugo") as by:
        asked = Inquiry.objects.select_related("disclosure").get(pk=inquiry.pk)
        told = {question.pk: _answer(question.individual) for question in asked.questions.all()}
        inquiries.answer(asked, answers=told, apart=(), by=by)


def check(scene: Scene, proposed: Sequence[Candidate]) -> None:
    with scene.by("greta") as coordinator:
        for candidate in proposed:
            checks.check_custody(
                candidate, in_custody=False, source="Kriminalvårdsregistret", by=coordinator
            )


def nominate(scene: Scene, call_in: CallIn) -> None:
    """Police hand over two names for the coming call-in; nobody has acknowledged them yet."""
    with scene.by("hugo") as by:
        links = GroupLink.objects.valid().own().select_related("individual", "group")
        persons = {link.individual_id: link for link in links.order_by("-individual__sort_key")}
        nomination = nominations.draft(
            call_in,
            links=list(persons.values())[:2],
            legal_basis=LegalBasis.objects.get(code="OSL_10_27"),
            until=scene.now + timedelta(days=50),
            by=by,
            **NOMINATED,
        )
    with scene.by("inga") as decider:
        sent = Nomination.objects.select_related("disclosure").get(pk=nomination.pk)
        disclosures.decide(sent.disclosure, yes=True, reason="Behovet väger över.", by=decider)


def _answer(asked: Individual) -> Answer:
    numbers = {one.value for one in asked.identifiers.all()}
    links = GroupLink.objects.valid().own().select_related("group")
    link = links.filter(individual__in=Individual.objects.own().known_by(numbers)).first()
    kind = Attestation.Answer.ATTESTED if link else Attestation.Answer.NOT_ATTESTED
    return Answer(kind, link)


def _set_aside(scene: Scene, call_in: CallIn) -> None:
    with scene.by("greta") as coordinator:
        for choice in Choosing(call_in).choices:
            for one in choice.in_the_way:
                criterion = one.finding.criterion.value
                reason = REASONS[criterion]
                checks.ask(choice.candidate, criterion=criterion, reason=reason, by=coordinator)
    with scene.by("judit") as second:
        overrides = Override.objects.filter(candidate__call_in=call_in)
        for override in overrides:
            asked = Approval.objects.get(subject_pk=override.pk)
            approvals.answer(asked, yes=True, reason="Skälet håller.", by=second)
