"""A report beside the sealed one before it, and its figures counted again from the register alone."""

import re
from datetime import date, timedelta

import pytest

from tests import recount
from tests.histories import NOW, about, commitment, opening
from tests.publish.report_plan import declared, due, proof, year_2024
from tracker.domain import events as e
from tracker.domain.register import Draft, lines_of
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because
from tracker.publish.report.content import Report
from tracker.publish.report.document import paper
from tracker.services.make_report import Asked, make_report
from tracker.services.record import record
from tracker.store import register
from tracker.store.engine import Engine, read

HOST = "promises.example"
TODAY = date(2026, 11, 22)
SHIPPED = (
    "alessandria-politiche-sociali",
    "lille-ville-de-la-solidarite",
    "nantes-nouvelles-solidarites",
    "versilia-inclusione-sociale",
)


async def report(plan: str, year: int) -> Report:
    return await make_report(Asked(plan, year), HOST, TODAY)


async def lines(plan: str) -> list[bytes]:
    async with read():
        return list(lines_of(await register.entries(plan)))


async def seal_2023(edition: int = 1) -> int:
    """Seal the report of 2023 as it reads now; the number of entries that it knows."""
    made = await report("quimper", 2023)
    sealed = e.ReportSealed(
        year=2023,
        edition=edition,
        cut_off=made.cut_off,
        known=made.checkpoint.size,
        checkpoint=made.checkpoint.text,
        files=(e.SealedFile(name="quimper-2023-fr.pdf", sha256="ab" * 32, size=1),),
        reason="Une erreur corrigée." if edition > 1 else "",
    )
    await record("quimper", [Draft(date(2026, 11, 22), "ville", "plan", sealed)], NOW)
    return made.checkpoint.size


def of_2023() -> list[Draft]:
    return [one for one in year_2024() if one.on.year == 2023]


def of_2024() -> list[Draft]:
    return [one for one in year_2024() if one.on.year > 2023]


# Told after the report of 2023 was sealed, about days that it had covered.
LATER = [
    about("3", proof("vu", "https://quimper.example/vu", "2023-10"), date(2023, 10, 1)),
    about("1", e.DatesSet(due=due("2024-03"), because=Because.PRIORITY), date(2023, 11, 1)),
    about("2", e.UpdatePublished(text="Ouvert."), date(2023, 12, 2)),
]


async def test_without_a_sealed_report_the_eve_of_the_year_is_compared_with(sqlite_database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    compared = (await report("quimper", 2024)).compared
    assert compared is not None
    assert (compared.day, compared.edition, compared.restated) == (date(2023, 12, 31), None, None)


async def test_first_report_of_a_plan_is_compared_with_nothing(sqlite_database: Engine) -> None:
    await record("quimper", year_2024(), NOW)
    first = await report("quimper", 2023)
    assert first.compared is None
    assert 'id="changed"' not in paper(first, "fr", "https://promises.example")


async def test_the_sealed_report_is_compared_with_as_it_was_made(database: Engine) -> None:
    await record("quimper", of_2023(), NOW)
    known = await seal_2023()
    await record("quimper", [*LATER, *of_2024()], NOW)
    made = await report("quimper", 2024)
    assert made.compared is not None
    assert made.compared.edition is not None
    assert (made.compared.edition.event.edition, made.compared.edition.event.known) == (1, known)
    assert made.before is not None
    assert made.before.known == known
    assert made.before.actions["3"].evidence == ()
    assert str(made.before.actions["1"].due) == "2024-05"
    # What was recorded later and what happened later are told together as what changed since that report.
    changes = {change.action.ref: change for change in made.compared.changed}
    assert changes["1"].later == -61
    assert changes["3"].evidence == (0, 2)


async def test_what_the_sealed_report_said_is_held_against_what_is_known_now(sqlite_database: Engine) -> None:
    await record("quimper", of_2023(), NOW)
    await seal_2023()
    await record("quimper", [*LATER, *of_2024()], NOW)
    made = await report("quimper", 2024)
    assert made.compared is not None
    restated = made.compared.restated
    assert restated is not None
    assert (restated.facts, restated.actions) == (3, 3)
    assert restated.figures == (("silent", 5, 3), ("with_evidence", 1, 2), ("moved", 0, 1))
    said = paper(made, "en", "https://promises.example")
    assert "3 entries of the register told of days that it had covered." in said
    assert "What it said of 3 actions is not what is known of the same day now." in said


async def test_a_report_that_still_holds_is_said_to(sqlite_database: Engine) -> None:
    await record("quimper", of_2023(), NOW)
    await seal_2023()
    await record("quimper", of_2024(), NOW)
    made = await report("quimper", 2024)
    assert made.compared is not None
    assert made.compared.restated is not None
    assert (made.compared.restated.facts, made.compared.restated.figures) == (0, ())
    assert "Nothing recorded since changes" in paper(made, "en", "https://promises.example")


async def test_the_last_edition_is_the_one_compared_with(sqlite_database: Engine) -> None:
    await record("quimper", of_2023(), NOW)
    await seal_2023()
    await record("quimper", LATER, NOW)
    await seal_2023(edition=2)
    await record("quimper", of_2024(), NOW)
    made = await report("quimper", 2024)
    assert made.compared is not None
    assert made.compared.edition is not None
    assert made.compared.edition.event.edition == 2
    assert made.compared.restated is not None
    assert made.compared.restated.facts == 0


async def test_each_kind_of_change_is_told_of_its_action(sqlite_database: Engine) -> None:
    reworded = e.ActionReworded(
        title="Action 1",
        wording=e.Wording(text="Ouvrir deux lieux par quartier.", page="4"),
        reason="Vote du conseil.",
    )
    day = date(2024, 6, 1)
    await record("quimper", year_2024(), NOW)
    await record(
        "quimper", [about("1", reworded, day), about("2", e.ActionAssigned(owner="ville"), day)], NOW
    )
    made = await report("quimper", 2024)
    assert made.compared is not None
    changes = {change.action.ref: change for change in made.compared.changed}
    assert changes["1"].status == (Status.PLANNED, Status.DELIVERED)
    assert changes["2"].owner == ("ccas", "ville")
    assert changes["3"].later == 365
    assert [action.ref for action in made.compared.new] == ["5"]
    assert (made.compared.unchanged, made.compared.total) == (1, 7)
    [only] = made.reworded
    assert (only.action.ref, only.wording.on, only.wording.reason) == ("1", day, "Vote du conseil.")
    kept = "".join(piece.text for piece in only.wording.text if piece.fate == "kept")
    assert "Ouvrir" in kept
    assert "deux" not in kept
    said = paper(made, "en", "https://promises.example")
    assert re.search(r'Promise now:</span> <span lang="fr">Ouvrir <span class="added">deux</span>', said)


async def test_reworded_since_it_was_entered_is_told_of_a_new_action(sqlite_database: Engine) -> None:
    renamed = e.ActionReworded(title="Autre titre", reason="Plus clair.")
    await record("quimper", [*opening(), commitment("1"), about("1", renamed, date(2023, 8, 1))], NOW)
    assert [one.action.ref for one in (await report("quimper", 2023)).reworded] == ["1"]


def years_of(plan: str) -> tuple[int, ...]:
    return {
        "alessandria-politiche-sociali": (2023, 2024, 2025),
        "lille-ville-de-la-solidarite": (2006, 2007),
        "nantes-nouvelles-solidarites": (2023, 2024, 2025),
        "versilia-inclusione-sociale": (2024, 2025),
    }[plan]


@pytest.mark.parametrize(("plan", "year"), [(plan, year) for plan in SHIPPED for year in years_of(plan)])
async def test_figures_of_a_shipped_report_are_those_of_its_register(
    plan: str, year: int, loaded_database: Engine
) -> None:
    made = await report(plan, year)
    rows = recount.entries(await lines(plan))
    rhythm = made.plan.opened.rhythm
    told = recount.actions(rows, made.cut_off)
    assert ours(made, "now") == recount.figures(told.values(), made.cut_off, rhythm)
    for owner in made.owners:
        own = [action for action in told.values() if action.get("owner", "") == owner.key]
        assert owner.now.total == len(own)
        assert owner.now.kept == recount.figures(own, made.cut_off, rhythm)["kept"]
    for axis in made.axes:
        assert len(axis.actions) == sum(1 for action in told.values() if action["axis"] == axis.axis.code)
    if made.compared is None:
        return
    eve = date(year, 1, 1) - timedelta(days=1)
    before = recount.actions(rows, eve)
    assert ours(made, "before") == recount.figures(before.values(), eve, rhythm)
    counted = recount.differences(before, told)
    assert counted.pop("new") == len(made.compared.new)
    assert counted == {what: made.compared.count(what) for what in counted}
    pairs = {(was.value, now.value): count for was, now, count in made.compared.statuses}
    assert pairs == dict(recount.turns(before, told))


def ours(made: Report, when: str) -> dict[str, int]:
    names = ("total", "kept", "kept_late", "late", "silent", "with_evidence", "moved")
    return {name: getattr(getattr(made.whole, when), name) for name in names}


async def test_sealed_comparison_is_that_of_the_register(sqlite_database: Engine) -> None:
    await record("quimper", of_2023(), NOW)
    known = await seal_2023()
    await record(
        "quimper",
        [*LATER, *of_2024(), about("2", declared(Status.IN_PROGRESS, reason="Fermé."), date(2024, 5, 1))],
        NOW,
    )
    made = await report("quimper", 2024)
    assert made.compared is not None
    written = await lines("quimper")
    before = recount.actions(recount.entries(written, known), date(2023, 12, 31))
    now = recount.actions(recount.entries(written), date(2024, 12, 31))
    counted = recount.differences(before, now)
    assert counted.pop("new") == len(made.compared.new)
    assert counted == {what: made.compared.count(what) for what in counted}
