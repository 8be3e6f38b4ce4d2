"""A plan of any size with a year in it, the same whenever it is made."""

import random
from datetime import date

from tests.histories import OPENED, about, commitment, opening
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.register import Draft
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because, EvidenceType

AXES = 10
PROMISE = (
    "ouvrir dans chaque quartier un lieu où trouver de l’aide, de l’écoute et un accompagnement "
    "pour les démarches"
)
DUE = ("2024-06", "2024", "2025", "2025-33", "2026")


def large_plan(actions: int) -> list[Draft]:
    """Six actions in ten have news in 2024: evidence, a status, an update; some move, some are delivered."""
    chance = random.Random(1)  # noqa: S311 - it only has to look like chance

    words = PROMISE.split()

    def some(count: int) -> str:
        return " ".join(chance.choices(words, k=count)).capitalize()

    drafts = opening()
    for number in range(2, AXES + 1):
        axis = e.AxisAdded(title=some(6), position=number)
        drafts.append(Draft(OPENED, "ville", f"axis:{number}", axis))
    for number in range(1, actions + 1):
        axis_code = str(number % AXES + 1)
        ref = f"{axis_code}.{number:03d}"
        wording = e.Wording(text=some(30), summarised=True)
        due = PartialDate(chance.choice(DUE))
        drafts.append(commitment(ref, axis=axis_code, title=some(9), due=due, wording=wording))
        if chance.random() < 0.6:
            drafts += _year(ref, number, some(5), some(40), some(12), chance)
    return drafts


def _year(ref: str, number: int, title: str, text: str, step: str, chance: random.Random) -> list[Draft]:
    url, dated = f"https://promises.example/{number}", PartialDate("2024-03")
    given = e.EvidenceAdded(id="a", type=EvidenceType.LINK, title=title, url=url, dated=dated)
    facts: list[tuple[e.Event, date]] = [
        (given, date(2024, 3, 1)),
        (e.StatusChanged(status=Status.IN_PROGRESS), date(2024, 4, 1)),
        (e.UpdatePublished(text=text, next_step=step, evidence=("a",)), date(2024, 5, 1)),
    ]
    if chance.random() < 0.4:
        later = e.DatesSet(due=PartialDate("2027"), because=Because.FUNDING, note="Voté en juin.")
        facts.append((later, date(2024, 6, 1)))
    if chance.random() < 0.4:
        facts.append((e.StatusChanged(status=Status.DELIVERED), date(2024, 9, 1)))
    return [about(ref, event, day) for event, day in facts]
