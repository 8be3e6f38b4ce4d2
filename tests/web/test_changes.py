"""What changed, by period."""

from datetime import date, timedelta

from tests.histories import NOW, OPENED, about, commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell
from tracker.domain import events as e


async def test_days_come_newest_first_each_entry_in_a_sentence(site: PageClient, tell: Tell) -> None:
    first, last = date(2024, 1, 5), date(2026, 11, 20)
    await tell(
        "pacte",
        [
            *opening("en"),
            commitment("1"),
            about("1", e.UpdatePublished(text="An *old* thing."), first),
            about("1", e.UpdatePublished(text="A new thing."), last),
        ],
    )
    page = await site.get("/en/pacte/changes")
    assert page.texts(".story time") == ["20 November 2026", "5 January 2024", "30 June 2023"]
    day = page.texts(".story > li")[1]
    assert day.startswith("5 January 2024 1 Action 1 Centre d’action sociale published news.")
    assert "An old thing." in day
    assert "recorded on 22 November 2026" in day
    assert "recorded on" not in page.texts(".story > li")[0]


async def test_a_period_shows_its_days_alone_both_ends_included(site: PageClient, tell: Tell) -> None:
    days = [date(2024, 1, 5) + timedelta(days=n) for n in range(4)]
    told = [about("1", e.UpdatePublished(text=f"Jour {day}"), day) for day in days]
    await tell("pacte", [*opening(), commitment("1"), *told])
    page = await site.get("/en/pacte/changes?from=2024-01-06&to=2024-01-07")
    assert page.texts(".story time") == ["7 January 2024", "6 January 2024"]
    swapped = await site.get("/en/pacte/changes?from=2024-01-07&to=2024-01-06")
    assert swapped.texts(".story time") == page.texts(".story time")


async def test_a_period_without_news_has_a_way_out(site: PageClient, tell: Tell) -> None:
    await tell("pacte", opening())
    page = await site.get("/en/pacte/changes?from=2025-01-01&to=2025-02-01")
    assert page.one(".empty a").get("href") == "/en/pacte/changes"


async def test_pages_follow_each_other_until_the_oldest_entry(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), *(commitment(f"{n:03}") for n in range(130))])
    address, seen = "/en/pacte/changes", 0
    for _ in range(3):
        page = await site.get(address)
        seen += len(page.select('a[href*="/register/"].meta'))
        address = str(next(iter(page.select("a[rel=next]")), page.root).get("href"))
    assert seen == 134
    assert page.select("a[rel=next]") == []


async def test_what_is_no_day_or_page_is_left_out_and_said(site: PageClient, tell: Tell) -> None:
    await tell("pacte", opening())
    for query in ("from=soon", "to=2024-02-30", "page=-1", "page=x", "from=%00"):
        page = await site.get(f"/en/pacte/changes?{query}")
        assert "was not understood" in page.texts(".notice")[0]
    far = await site.get("/en/pacte/changes?page=999999")
    assert far.select(".story li") == []


async def test_what_was_taken_back_is_told_as_taken_back(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), commitment("1"), about("1", e.UpdatePublished(text="Faux."), OPENED)])
    back = e.CorrectionMade(entry=5, reason="Erreur de plan")
    await tell("pacte", [about("1", back, NOW.date())])
    page = await site.get("/en/pacte/changes")
    assert "taken back by a correction" in page.text
    assert "Faux." not in page.text
    assert "corrected entry 5: Erreur de plan" in page.text
