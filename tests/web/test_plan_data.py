"""The JSON twins of the overview and of the list."""

from tests.histories import OPENED, commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell
from tracker.domain.dates import PartialDate
from tracker.store import register

PLAN = [*opening(), commitment("1", due=PartialDate("2024-22")), commitment("2", owner="")]


async def test_a_plan_as_data_names_the_point_of_the_register_it_was_read_from(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", PLAN)
    head = await register.head("pacte")
    plan = (await site.fetch("/en/pacte.json")).json()
    assert plan["register"] == {"plan": "pacte", "size": head.size, "head": head.hash}
    assert (plan["title"], plan["language"], plan["day"]) == ("Pacte des solidarités", "fr", "2026-11-22")
    assert plan["figures"]["total"] == 2
    assert plan["figures"]["statuses"] == [{"slug": "planned", "word": "planned", "count": 2}]
    assert plan["url"] == "http://127.0.0.1:8000/en/pacte/"


async def test_a_list_as_data_has_what_its_page_has(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    page = await site.get("/en/pacte/actions?calendar=late")
    link = page.one("link[type='application/json']").get("href")
    found = (await site.fetch(str(link))).json()
    assert found["selection"] == {"calendar": "late"}
    assert (found["count"], found["total"]) == (1, 2)
    action = found["actions"][0]
    assert (action["ref"], action["due"]) == ("1", "2024-22")
    assert action["readings"]["calendar_says"] == {"timing": "late", "due": "2024-22", "days": 813}
    assert action["readings"]["city_says"]["since"] == OPENED.isoformat()
    assert action["owner"] == {"slug": "ccas", "name": "Centre d’action sociale"}


async def test_a_list_as_data_is_whole(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), *(commitment(str(n)) for n in range(60))])
    assert len((await site.fetch("/en/pacte/actions.json")).json()["actions"]) == 60


async def test_data_of_a_past_day_is_of_that_day(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    for address in ("/en/pacte/at/2024-01-01.json", "/en/pacte/at/2024-01-01/actions.json"):
        assert (await site.fetch(address)).json()["day"] == "2024-01-01"


async def test_data_answers_head_and_not_modified(site: PageClient, tell: Tell) -> None:
    await tell("pacte", PLAN)
    answer = await site.fetch("/en/pacte.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    etag = {"if-none-match": answer.headers["etag"]}
    assert (await site.fetch("/en/pacte.json", status=304, headers=etag)).content == b""
    assert (await site.fetch("/en/pacte.json", method="HEAD")).content == b""
