"""A sealed edition made again: the same bytes, or exactly what is compared and what differs."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.histories import NOW, about
from tests.publish.report_plan import year_2024
from tests.sealed import HOST, PLAN, data_files, digest_of, seal_by_hand, spoil
from tests.services.test_verify_sealed import MME, erase
from tracker.domain import events as e
from tracker.publish.pdf import to_pdf
from tracker.publish.report.content import Texts
from tracker.publish.software import made_with
from tracker.services.compare_files import Compared, compared
from tracker.services.make_report import Asked, NoReport
from tracker.services.record import record
from tracker.services.reproduce_report import Reproduced, reproduce
from tracker.services.seal_report import seal
from tracker.settings import Settings
from tracker.store.engine import Engine


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"TRACKER_DATA": str(tmp_path), "TRACKER_SITE_URL": f"https://{HOST}"})


async def again(settings: Settings) -> Reproduced:
    return await reproduce(PLAN, "2024", 1, settings, NOW.date())


def by_name(found: Reproduced) -> dict[str, Compared]:
    return {one.name: one for one in found.files}


async def test_an_edition_is_made_again_to_the_byte_after_years_of_news(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    texts = Texts(foreword="Une année.", comments={"1": "Bien."}, left_out=("silent",))
    await seal(Asked(PLAN, 2024, texts=texts), "", "", settings, NOW, languages=["it"])
    late = e.UpdatePublished(text="Une nouvelle de mars, connue depuis.")
    await record(PLAN, [about("2", late, date(2024, 3, 3))], NOW)
    elsewhere = replace(settings, site_url="http://127.0.0.1:9", allowed_hosts=("127.0.0.1:9",))
    found = await again(elsewhere)
    assert [one.name for one in found.files if not one.same] == []
    assert found.ok


async def test_bytes_that_differ_with_the_same_software_do_not_hold(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    made = await data_files()
    made["report.json"] = made["report.json"].replace(b'"late": 1', b'"late": 0', 1)
    await seal_by_hand(settings.data, made, software=made_with())
    found = await again(settings)
    assert not found.ok
    differs = by_name(found)["report.json"].differs
    assert differs == ("figures.now.late: 0 is now 1",)


async def test_with_other_versions_the_same_content_holds_and_another_does_not(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    made = await data_files()
    indented = json.dumps(json.loads(made["report.json"]), ensure_ascii=False, indent=4).encode()
    await seal_by_hand(settings.data, {**made, "report.json": indented}, software="tracker 0.0.1")
    found = await again(settings)
    assert (found.ok, found.same_software) == (True, False)
    one = by_name(found)["report.json"]
    assert (one.same, one.compared, one.differs) == (False, "every figure and text", ())


async def test_a_table_with_another_line_is_told_by_that_line(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    made = await data_files()
    made["actions.csv"] = made["actions.csv"].replace(b"delivered", b"planned")
    await seal_by_hand(settings.data, made, software="tracker 0.0.1")
    found = await again(settings)
    assert not found.ok
    assert by_name(found)["actions.csv"].differs[0].startswith("line 2: “1,commitment,Action 1")


async def test_an_erasure_since_is_told_with_its_reason(sqlite_database: Engine, settings: Settings) -> None:
    [*_, news] = await record(PLAN, [*year_2024(), about("2", MME, date(2024, 5, 1))], NOW)
    await seal_by_hand(settings.data, await data_files(), software=made_with())
    await erase(news.index)
    found = await again(settings)
    assert found.ok
    assert found.entries_hold
    [erasure] = found.erased
    assert (erasure.entry, erasure.reason) == (news.index, "Vie privée.")
    assert not by_name(found)["register.jsonl"].same
    assert "Mme Le Goff" in str(by_name(found)["report.json"].differs)


async def test_a_sealed_file_that_is_lost_leaves_only_its_digest_to_compare(
    sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    made = await data_files()
    event = await seal_by_hand(settings.data, {**made, "actions.csv": b"other\n"}, software="tracker 0.0.1")
    spoil(settings.data, digest_of(event, "actions.csv"), None)
    spoil(settings.data, digest_of(event, "report.json"), None)
    found = await again(settings)
    assert not found.ok
    assert "is not there any more" in by_name(found)["actions.csv"].differs[0]
    assert by_name(found)["report.json"].same


@pytest.mark.parametrize(
    ("period", "edition", "why"),
    [("2024", 2, "no edition 2 .* Sealed are: 2024 1."), ("2023", 1, "no edition 1 of the report for 2023")],
)
async def test_an_edition_that_was_never_sealed_is_said_to_be_none(
    period: str, edition: int, why: str, sqlite_database: Engine, settings: Settings
) -> None:
    await record(PLAN, year_2024(), NOW)
    await seal_by_hand(settings.data)
    with pytest.raises(NoReport, match=why):
        await reproduce(PLAN, period, edition, settings, NOW.date())


async def test_the_words_of_two_papers_are_compared_page_by_page() -> None:
    style = '<link rel="stylesheet" href="/static/paper.css">'
    html = (
        f'<!doctype html><html lang="fr"><title>T</title>{style}<body class="paper">'
        '<p>{}</p><p style="break-before: page">Fin.</p>'
    )
    first, second = await to_pdf(html.format("Neuf actions.")), await to_pdf(html.format("Dix actions."))
    found = await compared("a.pdf", first, second)
    assert (found.compared, found.differs) == ("the words of 2 pages", ("page 1: “Neuf” is now “Dix”",))
    assert (await compared("a.pdf", first, first)).differs == ()
