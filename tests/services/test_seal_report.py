"""Sealing: what is frozen, what is refused, and that an edition is there whole or not at all."""

import asyncio
import io
import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from tests.histories import NOW, about
from tests.publish.report_plan import year_2024
from tracker.domain import events as e
from tracker.domain.editions import edition_of
from tracker.domain.fold import state, told
from tracker.domain.register import checkpoint, lines_of
from tracker.domain.state import Report
from tracker.domain.verification import verify_lines
from tracker.publish.report.content import Texts
from tracker.publish.report.table import actions_csv
from tracker.publish.software import made_with
from tracker.services.make_report import Asked, NoReport, make_report
from tracker.services.record import Refused, record
from tracker.services.seal_report import SealedEdition, seal
from tracker.settings import Settings
from tracker.store import files, register
from tracker.store.engine import Engine

PLAN = "quimper"
TEXTS = Texts(foreword="Une **année** difficile.", comments={"1": "À suivre."}, left_out=("questions",))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment(
        {"TRACKER_DATA": str(tmp_path), "TRACKER_SITE_URL": "https://promises.example"}
    )


async def sealed(settings: Settings, reason: str = "", **asked: object) -> SealedEdition:
    return await seal(Asked(PLAN, 2024, **asked), reason, "", settings, NOW)  # type: ignore[arg-type]


async def editions() -> tuple[Report, ...]:
    entries = await register.entries(PLAN)
    return state(PLAN, told(entries), NOW.date()).reports


async def test_an_edition_freezes_what_it_was_made_from(database: Engine, settings: Settings) -> None:
    await record(PLAN, year_2024(), NOW)
    known = await register.entries(PLAN)
    heard: list[str] = []
    made = await seal(
        Asked(PLAN, 2024, texts=TEXTS), "", "ccas", settings, NOW, languages=["it"], tell=heard.append
    )
    assert (made.period, made.edition, made.entry) == ("2024", 1, len(known))
    entry = (await register.entries(PLAN))[-1]
    assert (entry.by, entry.subject, entry.on) == ("ccas", "plan", NOW.date())
    event = entry.event
    assert isinstance(event, e.ReportSealed)
    assert event.cut_off == date(2024, 12, 31)
    assert (event.known, event.checkpoint) == (
        len(known),
        checkpoint("promises.example/quimper", known).text,
    )
    assert (event.foreword, event.comments, event.left_out) == (
        TEXTS.foreword,
        {"1": "À suivre."},
        ("questions",),
    )
    assert event.software == made_with()
    assert [file.name for file in event.files] == heard
    assert heard[-3:] == [f"quimper-2024-edition-1-it{end}.pdf" for end in ("", "-summary", "-archive")]
    for file in event.files:
        content = files.content(settings.data, file.sha256)
        assert (sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
    assert verify_lines(lines_of(await register.entries(PLAN))).sealed == {entry.index: event}
    data = {file.name: files.content(settings.data, file.sha256) for file in event.files}
    assert verify_lines(data["register.jsonl"].splitlines(keepends=True)).size == len(known)
    said = json.loads(data["report.json"])
    assert (said["edition"], said["texts"]["foreword"]) == (1, TEXTS.foreword)
    assert said["register"]["entries"] == len(known)
    with pikepdf.open(io.BytesIO(data["quimper-2024-edition-1-it-archive.pdf"])) as archive:
        held = {name: one.get_file().read_bytes() for name, one in archive.attachments.items()}
    assert held == {name: data[name] for name in ("actions.csv", "report.json", "register.jsonl")}


async def test_a_correction_is_a_second_edition_and_the_first_stays(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    first = await sealed(settings)
    with pytest.raises(Refused, match="Say in a sentence why"):
        await sealed(settings)
    later = await record(PLAN, [about("2", e.UpdatePublished(text="Oublié."), date(2024, 5, 1))], NOW)
    second = await sealed(settings, "Une nouvelle de mai manquait.")
    assert (second.edition, second.entry) == (2, later[0].index + 1)
    kept = {one.edition: one for one in await editions()}
    assert kept[1].files == first.files
    assert (kept[2].known, kept[2].reason) == (second.entry, "Une nouvelle de mai manquait.")
    for file in first.files:
        assert files.content(settings.data, file.sha256)


@pytest.mark.parametrize(
    ("plan", "year", "by", "why"),
    [
        ("brest", 2024, "", "no plan called “brest”"),
        (PLAN, 2022, "", "was not open yet"),
        (PLAN, 2027, "", "has not begun"),
        (PLAN, 2024, "nobody", "No organisation of the plan is called “nobody”"),
    ],
)
async def test_what_cannot_be_sealed_is_refused_before_a_file_is_made(
    plan: str, year: int, by: str, why: str, sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    with pytest.raises((NoReport, Refused), match=why):
        await seal(Asked(plan, year), "", by, settings, NOW)
    assert not (settings.data / "files").exists()
    assert await editions() == ()


async def test_of_two_sealings_at_once_one_is_told_that_it_came_second(
    database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    results = await asyncio.gather(sealed(settings), sealed(settings), return_exceptions=True)
    [refused, done] = sorted(results, key=lambda one: isinstance(one, SealedEdition))
    assert isinstance(done, SealedEdition)
    assert isinstance(refused, NoReport)
    assert done.edition == 1
    assert "was sealed meanwhile" in str(refused)
    [kept] = await editions()
    assert kept.files == done.files


async def test_facts_recorded_while_it_is_made_are_not_in_it(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    size = (await register.head(PLAN)).size
    news = about("2", e.UpdatePublished(text="Pendant ce temps."), date(2024, 5, 1))
    tasks: list[asyncio.Task[object]] = []

    def meanwhile(name: str) -> None:
        if not tasks:
            tasks.append(asyncio.create_task(record(PLAN, [news], NOW)))

    made = await seal(Asked(PLAN, 2024), "", "", settings, NOW, tell=meanwhile)
    edition = edition_of(state(PLAN, told(await register.entries(PLAN)), NOW.date()), "2024")
    assert edition is not None
    assert (edition.known, made.entry) == (size, size + 1)


async def test_content_erased_while_it_is_made_stops_it(sqlite_database: Engine, settings: Settings) -> None:
    news = about("2", e.UpdatePublished(text="Mme Le Goff."), date(2024, 5, 1))
    entries = await record(PLAN, [*year_2024(), news], NOW)
    erasure = about("2", e.ContentErased(entry=entries[-1].index, reason="Vie privée."), NOW.date())
    tasks: list[asyncio.Task[object]] = []

    def meanwhile(name: str) -> None:
        if not tasks:
            tasks.append(asyncio.create_task(record(PLAN, [erasure], NOW)))

    with pytest.raises(NoReport, match="erased content on legal ground while"):
        await seal(Asked(PLAN, 2024), "", "", settings, NOW, tell=meanwhile)
    assert await editions() == ()


async def test_an_edition_is_sealed_on_the_day_of_its_sealing(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    late = NOW + timedelta(days=3)
    made = await seal(Asked(PLAN, 2026), "", "", settings, late)
    entry = (await register.entries(PLAN))[made.entry]
    assert isinstance(entry.event, e.ReportSealed)
    assert (entry.on, entry.event.cut_off) == (late.date(), late.date())


async def test_what_lies_there_already_must_be_whole(sqlite_database: Engine, settings: Settings) -> None:
    await record(PLAN, year_2024(), NOW)
    asked = Asked(PLAN, 2024, edition=1)
    table = actions_csv(await make_report(asked, settings.site_host, NOW.date()))
    lying = files.path_of(settings.data, sha256(table).hexdigest())
    lying.parent.mkdir(parents=True)
    lying.write_bytes(b"spoiled")
    with pytest.raises(NoReport, match="is not what was kept there"):
        await sealed(settings)
    assert lying.read_bytes() == b"spoiled"
    assert await editions() == ()
