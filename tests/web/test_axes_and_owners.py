"""The page of a theme and the page of an organisation."""

from tests.histories import OPENED, commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell
from tracker.domain import events as e
from tracker.domain.register import Draft

SUB = Draft(OPENED, "ville", "axis:1.1", e.AxisAdded(title="Se loger", position=2, parent="1"))


async def test_an_axis_counts_what_lies_below_it_and_names_what_lies_above(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", [*opening(), SUB, commitment("a"), commitment("b", axis="1.1")])
    page = await site.get("/en/pacte/axes/1")
    assert page.texts("td.ref") == ["a", "b"]
    assert page.texts(".cards h3") == ["Se loger"]
    below = await site.get("/en/pacte/axes/1.1")
    assert below.texts("td.ref") == ["b"]
    assert "Vivre dignement" in below.texts(".breadcrumb")[0]


async def test_an_owner_sees_what_it_answers_for_apart_from_where_it_is_a_partner(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", [*opening(), commitment("a"), commitment("b", owner="ville", partners=("ccas",))])
    page = await site.get("/en/pacte/owners/ccas")
    assert page.texts("td.ref") == ["a", "b"]
    assert page.texts("#partnered") == ["Partner in 1 action"]
    assert page.text.count("Of 1 commitment,") == 1


async def test_an_organisation_that_answers_for_nothing_has_a_page_all_the_same(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", opening())
    page = await site.get("/en/pacte/owners/ville")
    assert "It answers for no action of this plan." in page.text
    assert "It keeps this plan up to date." in page.text


async def test_actions_that_nobody_answers_for_have_a_page(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), commitment("a", owner=""), commitment("b")])
    page = await site.get("/en/pacte/owners/_none")
    assert page.texts("td.ref") == ["a"]


async def test_unknown_axes_and_owners_are_not_there(site: PageClient, tell: Tell) -> None:
    await tell("pacte", opening())
    await site.get("/en/pacte/axes/9", status=404)
    await site.get("/en/pacte/owners/9", status=404)
    await site.get("/en/nothing/owners/ccas", status=404)
