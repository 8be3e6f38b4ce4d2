"""People choose what they are reminded of."""

from tests.parsed_page import Page
from tests.staff_site import StaffSite
from tracker.domain.reminders import Reason
from tracker.store import reminder_log

ANNA = "anna@example.org"
PAGE = "/staff/account/reminders"


def ticked(page: Page) -> set[str]:
    return {
        str(box.get("name")) for box in page.select("input[type=checkbox]") if box.get("checked") is not None
    }


async def test_everybody_is_reminded_of_everything_until_they_choose(site: StaffSite) -> None:
    await site.person(ANNA)
    await site.sign_in(ANNA)
    assert ticked(await site.see(PAGE)) == {"due", "late", "silent", "review"}


async def test_a_choice_is_kept_and_is_nobody_elses(site_on_both: StaffSite) -> None:
    anna = await site_on_both.person(ANNA)
    await site_on_both.person("else@example.org")
    await site_on_both.sign_in(ANNA)
    assert await site_on_both.submit(PAGE, {"due": "yes"}) == "/staff/account"
    assert ticked(await site_on_both.see(PAGE)) == {"due"}
    assert await reminder_log.muted() == {str(anna.id): frozenset(set(Reason) - {Reason.DUE})}


async def test_an_anonymous_visitor_signs_in_first(site: StaffSite) -> None:
    response = await site.pages.fetch(PAGE, status=303)
    assert response.headers["location"].startswith("/staff/sign-in?next=")


async def test_the_account_leads_there(site: StaffSite) -> None:
    await site.person(ANNA)
    await site.sign_in(ANNA)
    page = await site.see("/staff/account")
    assert PAGE in {link.href for link in page.links}
