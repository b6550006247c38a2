"""What the town's agencies have decided to let each other read."""

from datetime import timedelta

from partners.actions import standing_decisions
from partners.mandates import Category
from partners.models import LegalBasis
from sluta_skjut.town.scene import Scene

# Decider, what, to whom.
STANDING = (
    ("inga", Category.GROUP_CODE, (2, 3, 4)),
    ("inga", Category.GROUP_HEARD, (2, 3, 4)),
    ("inga", Category.INCIDENT_FACTS, (2, 3, 4)),
    ("inga", Category.CALL_IN, (2,)),
    ("jonas", Category.CALL_IN, (1, 3, 4)),
    ("jonas", Category.CALL_IN_PLAN, (1, 3, 4)),
    ("jonas", Category.SPEAKING_SLOTS, (1, 3, 4)),
    ("jonas", Category.GROUP_HEARD, (1, 3, 4)),
    ("jonas", Category.STATISTICS, (1, 3, 4, 5, 6, 7)),
)


def decide(scene: Scene) -> None:
    """Codes, practical matters and published figures are open to those the mandate names."""
    basis = LegalBasis.objects.get(code="UTAN_SEKRETESS")
    for name, category, recipients in STANDING:
        with scene.by(name) as decider:
            for number in recipients:
                standing_decisions.decide(
                    recipient=scene.agencies[number],
                    category=category,
                    legal_basis=basis,
                    reason="Samordningen av Sluta skjut behöver det. Ingen enskild röjs.",
                    until=scene.now + timedelta(days=300),
                    by=decider,
                )
    scene.say(f"  {sum(len(row[2]) for row in STANDING)} stående beslut")
