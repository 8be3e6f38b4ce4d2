"""All plans, and the choice of a language."""

from tests.histories import commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell


async def test_every_plan_is_there_with_its_field_and_what_became_of_it(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening("fr"), commitment("1")])
    await tell("patto", opening("it"))
    page = await site.get("/en/")
    assert [a.get("href") for a in page.select("h2 a")] == ["/en/pacte/", "/en/patto/"]
    assert [a.get("lang") for a in page.select("h2 a")] == ["fr", "it"]
    assert "Of 1 commitment, none is delivered" in page.text
    assert len(page.select(".plot a")) == 1


async def test_a_site_without_plans_says_so(site: PageClient) -> None:
    assert (await site.get("/en/")).texts(".empty") == ["No plan has been opened here yet."]


async def test_fields_are_left_out_where_there_would_be_too_many_squares(
    site: PageClient, tell: Tell
) -> None:
    await tell("pacte", [*opening(), *(commitment(str(n)) for n in range(601))])
    page = await site.get("/en/")
    assert page.select(".plot") == []
    assert "Of 601 commitments" in page.text


async def test_a_very_large_plan_shows_bars_instead_of_squares(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), *(commitment(str(n)) for n in range(601))])
    page = await site.get("/en/pacte/")
    assert page.select(".plot") == []
    assert page.texts(".field .legend") == ["601 planned"]


async def test_the_door_leads_to_the_language_that_a_reader_prefers(site: PageClient) -> None:
    for wish, home in (("it-IT,it;q=0.9,en;q=0.5", "/it/"), ("de", "/fr/"), ("en-GB", "/en/")):
        answer = await site.fetch("/", status=302, headers={"accept-language": wish})
        assert answer.headers["location"] == home
