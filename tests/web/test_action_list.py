"""The list of actions: filters in the address, chips, counts, pages, and ways out."""

import pytest

from tests.histories import NOW, about, commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Status

STARTED = e.StatusChanged(status=Status.IN_PROGRESS)
PLAN = [
    *opening(),
    commitment("1", title="Ouvrir un accueil", due=PartialDate("2024")),
    commitment("2", title="Écouter", owner=""),
    commitment("3", title="Loger"),
    about("3", STARTED, NOW.date()),
]


def refs(page: object) -> list[str]:
    return page.texts("td.ref")  # type: ignore[attr-defined, no-any-return]


async def test_a_filter_is_a_chip_that_can_be_taken_away(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/actions?status=planned&q=ouvrir&sort=due")
    assert refs(page) == ["1"]
    chips = [(link.text, link.href) for link in page.links if link.text.startswith("Remove:")]
    assert chips == [
        ("Remove: Words ouvrir ×", "/en/pacte/actions?status=planned&sort=due"),
        ("Remove: Status planned ×", "/en/pacte/actions?q=ouvrir&sort=due"),
    ]
    assert [o.get("value") for o in page.select("option[selected]")] == ["planned", "due"]
    assert page.one("#q").get("value") == "ouvrir"


async def test_every_choice_shows_how_many_it_would_leave(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/actions?owner=ccas")
    assert page.texts("#status option") == ["All", "planned (1)", "in progress (1)"]
    assert page.texts("#owner option") == ["All", "Centre d’action sociale (2)", "nobody yet (1)"]


async def test_words_are_found_without_their_accents(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    assert refs(await site.get("/en/pacte/actions?q=ecouter")) == ["2"]


@pytest.mark.parametrize(
    "query",
    [
        "status=done",
        "axis=9&owner=nobody",
        "sort=size",
        "page=0",
        "page=99",
        "page=two",
        "page=%D9%A3",
        "page=99999999999999999999999",
        "calendar=%00",
        "status=planned&status=delivered",
        "horizon=%3Cscript%3E",
        "kind=" + "x" * 3000,
    ],
)
async def test_what_is_not_understood_is_left_out_and_said(site: PageClient, tell: Tell, query: str) -> None:
    await tell("pacte", PLAN)
    page = await site.get(f"/en/pacte/actions?{query}")
    assert "was not understood" in page.texts(".notice")[0]
    assert refs(page)


async def test_unknown_parameters_are_nobodys_fault(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/actions?utm_source=mail")
    assert page.select(".notice") == []
    assert len(refs(page)) == 3


async def test_an_empty_list_has_a_way_out(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/actions?q=nulle+part")
    assert page.texts("#found") == ["0 of 3 actions"]
    assert page.one(".empty a").get("href") == "/en/pacte/actions"


async def test_long_lists_come_fifty_a_page_and_pages_keep_the_filters(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), *(commitment(f"{n:03}") for n in range(120))])
    page = await site.get("/en/pacte/actions?status=planned&page=2")
    assert (refs(page)[0], refs(page)[-1]) == ("050", "099")
    assert page.one("a[rel=prev]").get("href") == "/en/pacte/actions?status=planned"
    assert page.one("a[rel=next]").get("href") == "/en/pacte/actions?status=planned&page=3"
    assert len(refs(await site.get("/en/pacte/actions?status=planned&page=3"))) == 20


async def test_every_row_is_its_action_with_owner_status_date_and_evidence(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/actions")
    row = page.texts("tbody tr")[0]
    assert row.startswith("1 Ouvrir un accueil Centre d’action sociale planned 2024")
    assert "late by 691 days" in row
    assert row.endswith("none")
    assert page.select("tbody th a")[0].get("href") == "/en/pacte/actions/1"


async def test_a_list_of_a_past_day_stays_on_that_day(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/at/2024-01-01/actions?calendar=ahead")
    assert refs(page) == ["1"]
    assert page.one("form.filters").get("action") == "/en/pacte/at/2024-01-01/actions"
    assert page.select("tbody th a")[0].get("href") == "/en/pacte/at/2024-01-01/actions/1"
    owner = page.select("tbody td a")[0].get("href")
    assert owner == "/en/pacte/at/2024-01-01/actions?owner=ccas"
    assert refs(await site.get(str(owner))) == ["1", "3"]


async def test_hostile_titles_are_shown_as_text(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), commitment("1", title='<script>alert(1)</script>" onclick="x')])
    for address in ("/en/pacte/", "/en/pacte/actions", "/en/pacte/changes", "/en/pacte/axes/1"):
        page = await site.get(address)
        assert page.select("script, [onclick]") == []
        assert "<script>alert(1)</script>" in page.text
