"""Themes and organisations: added, described anew, put in another order."""

from lxml import etree

from tests.page import Page
from tests.reports import NOW, PLAN
from tests.staff_site import StaffSite
from tests.web.staff.workshop.bench import (
    PATH,
    compared,
    fields_of,
    keeper,
    looked,
    plan_now,
    recorded,
    refused,
)
from tracker.domain import events as e
from tracker.domain.register import Draft
from tracker.domain.vocabulary import OrganisationKind
from tracker.services.record import record
from tracker.store import register

ORDER = 'main form[action$="/axes"]'


async def themes(site: StaffSite) -> None:
    """Themes 1, 2, 3 at the top, 2.1 and 2.2 below 2."""
    await keeper(site)
    for code, title, parent in (
        ("2", "Se loger", ""), ("3", "Se soigner", ""), ("2.1", "Louer", "2"), ("2.2", "Acheter", "2"),
    ):  # fmt: skip
        await recorded(site, f"{PATH}/new-axis", code=code, title=title, parent=parent)


def shown_order(page: Page) -> list[str]:
    return [str(one.text) for one in page.select(".axes-order strong")]


async def press(site: StaffSite, page: Page, button: str, status: int = 200) -> Page:
    return await site.pages.post(f"{PATH}/axes", {**fields_of(page, ORDER), "do": button}, status=status)


async def test_a_theme_is_added_after_the_others_with_the_next_code(site: StaffSite) -> None:
    await keeper(site)
    page = await site.see(f"{PATH}/new-axis")
    assert page.one("#code").get("value") == "2"
    assert await recorded(site, f"{PATH}/new-axis", title="Se loger") == f"{PATH}/axes"
    plan = await plan_now()
    assert [(axis.code, axis.position) for axis in plan.axes.values()] == [("1", 1), ("2", 2)]
    assert "Se loger" in (await site.pages.get(f"/fr/{PLAN}/")).text


async def test_a_theme_that_cant_be_is_refused_where_it_is_wrong(site: StaffSite) -> None:
    await keeper(site)
    page = await refused(site, f"{PATH}/new-axis", code="1", title="Encore")
    assert "Another axis is already called “1” here." in page.text
    assert page.one("#code").get("aria-invalid") == "true"
    page = await refused(site, f"{PATH}/new-axis", code="a/b", title="Encore", description="Dit.")
    assert page.texts("#description") == ["Dit."]
    assert "“a/b” is no reference." in page.text


async def test_a_theme_is_put_below_another_and_never_below_itself(site: StaffSite) -> None:
    await themes(site)
    page = await site.see(f"{PATH}/axes/2")
    assert "2" not in [one.get("value") for one in page.select("#parent option")]
    page = await refused(site, f"{PATH}/axes/2", parent="2.1")
    assert "The axis 2" in page.text
    assert page.one("#parent").get("aria-invalid") == "true"
    await recorded(site, f"{PATH}/axes/3", parent="2")
    assert list((await plan_now()).axes) == ["1", "2", "2.1", "2.2", "3"]


async def test_themes_move_among_their_like_and_one_record_keeps_the_whole_order(site: StaffSite) -> None:
    await themes(site)
    size = (await register.head(PLAN)).size
    page = await press(site, await site.see(f"{PATH}/axes"), "up:3")
    assert shown_order(page) == ["1", "3", "2", "2.1", "2.2"]
    page = await press(site, page, "up:3")
    page = await press(site, page, "down:2.1")
    assert shown_order(page) == ["3", "1", "2", "2.2", "2.1"]
    assert (await register.head(PLAN)).size == size
    assert compared(page) == {
        "Place of 3 Se soigner": (["3"], ["1"]),
        "Place of 1 Vivre dignement": (["1"], ["2"]),
        "Place of 2 Se loger": (["2"], ["3"]),
        "Place of 2.2 Acheter": (["2"], ["1"]),
        "Place of 2.1 Louer": (["1"], ["2"]),
    }
    form = {**fields_of(page, ORDER), "do": "record"}
    assert await site.pages.submit(f"{PATH}/axes", form) == f"{PATH}/axes"
    assert shown_order(await site.see(f"{PATH}/axes")) == ["3", "1", "2", "2.2", "2.1"]
    entries = await register.entries(PLAN, size)
    assert {(entry.kind, entry.subject) for entry in entries} == {
        ("axis.revised", f"axis:{code}") for code in ("1", "2", "2.1", "2.2", "3")
    }


def focused(page: Page) -> list[tuple[str, str]]:
    return [_button(one) for one in page.select("button[autofocus]")]


def _button(one: etree._Element) -> tuple[str, str]:
    return str(one.get("name")), str(one.get("value"))


async def test_the_keyboard_stays_on_the_button_that_was_pressed(site: StaffSite) -> None:
    await themes(site)
    page = await press(site, await site.see(f"{PATH}/axes"), "up:3")
    assert focused(page) == [("do", "up:3")]
    page = await press(site, page, "up:3")
    assert focused(page) == [("do", "down:3")]


async def test_moving_back_leaves_nothing_to_record(site: StaffSite) -> None:
    await themes(site)
    page = await press(site, await site.see(f"{PATH}/axes"), "up:3")
    page = await press(site, page, "down:3")
    assert not page.select('button[value="record"]')
    assert not page.select(".error-summary")


async def test_an_order_that_was_changed_meanwhile_is_shown_and_asked_for_again(site: StaffSite) -> None:
    await themes(site)
    mine = await press(site, await site.see(f"{PATH}/axes"), "up:3")
    theirs = await press(site, await site.see(f"{PATH}/axes"), "down:1")
    await site.pages.submit(f"{PATH}/axes", {**fields_of(theirs, ORDER), "do": "record"})
    page = await press(site, mine, "record", status=409)
    assert "Somebody changed this meanwhile" in page.text
    assert shown_order(page) == ["1", "3", "2", "2.1", "2.2"]
    assert list((await plan_now()).axes) == ["2", "2.1", "2.2", "1", "3"]


async def test_an_unheard_of_theme_moves_nothing(site: StaffSite) -> None:
    await themes(site)
    page = await press(site, await site.see(f"{PATH}/axes"), "up:9")
    assert shown_order(page) == ["1", "2", "2.1", "2.2", "3"]


async def test_an_organisation_is_added_and_listed_with_what_it_owns(site: StaffSite) -> None:
    await keeper(site)
    typed = {"name": "Office de l’habitat", "type": "partner", "part_of": "ville"}
    assert await recorded(site, f"{PATH}/new-organisation", **typed) == f"{PATH}/organisations"
    made = (await plan_now()).organisations["office-de-l-habitat"]
    assert (made.type, made.part_of) == (OrganisationKind.PARTNER, "ville")
    page = await site.see(f"{PATH}/organisations")
    assert [link.text for link in page.links if link.href == f"{PATH}/actions?owner=ccas"] == ["4 actions"]
    assert "Office de l’habitat" in page.text


async def test_an_organisation_is_revised_with_what_changes_shown(site: StaffSite) -> None:
    await keeper(site)
    path = f"{PATH}/organisations/ccas"
    page = await looked(site, path, type="partner", url="https://ccas.example")
    assert compared(page)["What it is"] == (["department"], ["partner"])
    assert compared(page)["Web address"] == ([], ["https://ccas.example"])
    await recorded(site, path, type="partner", url="https://ccas.example")
    assert (await plan_now()).organisations["ccas"].type is OrganisationKind.PARTNER


async def test_an_organisation_that_cant_be_is_refused_where_it_is_wrong(site: StaffSite) -> None:
    await keeper(site)
    page = await refused(site, f"{PATH}/organisations/ccas", url="www", part_of="ccas")
    assert page.one("#url").get("value") == "www"
    assert {one.get("id") for one in page.select("[aria-invalid]")} == {"url", "part_of"}
    page = await refused(site, f"{PATH}/new-organisation", name="CCAS", slug="ccas")
    assert page.one("#slug").get("aria-invalid") == "true"


async def test_what_somebody_else_changed_is_taken_in_and_shown(site: StaffSite) -> None:
    await keeper(site)
    path = f"{PATH}/organisations/ccas"
    page = await looked(site, path, note="Ouvert le lundi.")
    revised = e.OrganisationRevised(name="CCAS de Quimper", type=OrganisationKind.DEPARTMENT, note="Fermé.")
    (theirs,) = [one for one in (await register.plan_story(PLAN)) if one.subject == "organisation:ville"]
    await record(PLAN, [draft_of("ville", "organisation:ccas", revised)], max(NOW, theirs.at))
    answer = await site.pages.post(path, {**fields_of(page), "do": "record"}, status=409)
    rows = [[cell.strip() for cell in row.xpath("./*//text()") if cell.strip()]
            for row in answer.select(".notice.warn tbody tr")]  # fmt: skip
    assert ["Name", "Centre d’action sociale", "CCAS de Quimper", "Centre d’action sociale"] in rows
    assert ["Note", "–", "Fermé.", "Ouvert le lundi."] in rows
    assert answer.one("#name").get("value") == "CCAS de Quimper"
    assert answer.one("#note").get("value") == "Ouvert le lundi."

    again = await site.pages.post(path, {**fields_of(answer), "do": "preview"}, status=200)
    assert compared(again) == {
        "Note": (["Fermé."], ["Ouvert le lundi."]),
        "Day of the fact": ([], ["2 March 2026"]),
    }
    await site.pages.submit(path, {**fields_of(again), "do": "record"})
    assert (await plan_now()).organisations["ccas"].name == "CCAS de Quimper"


def draft_of(by: str, subject: str, event: e.Event) -> Draft:
    return Draft(NOW.date(), by, subject, event)


async def test_what_others_did_elsewhere_stands_in_nobodys_way(site: StaffSite) -> None:
    await keeper(site)
    page = await looked(site, f"{PATH}/organisations/ccas", note="Ouvert le lundi.")
    await recorded(site, f"{PATH}/new-axis", title="Se loger")
    await recorded(site, f"{PATH}/actions/1.1/assign", owner="ville", reason="Reprise.")
    await site.pages.submit(f"{PATH}/organisations/ccas", {**fields_of(page), "do": "record"})
    assert (await plan_now()).organisations["ccas"].note == "Ouvert le lundi."
