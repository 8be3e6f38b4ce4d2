"""Steps of signing in through a provider, and what is told of them."""

from tests.oidc_provider import CLIENT, SECRET, OidcProvider
from tests.page import Page, PageClient
from tests.staff_site import StaffSite
from tracker.store import people, staff_log
from tracker.store.staff_log import Act, Wanted

ANNA = "anna@example.org"
HOME = "http://127.0.0.1:8000"
UNTRUSTED = "CityConnect can't be reached, or gave an answer that can't be trusted."


def variables(provider: OidcProvider, **more: str) -> dict[str, str]:
    return {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "CityConnect",
        **more,
    }


async def leave(site: StaffSite, to: str = "", pages: PageClient | None = None) -> str:
    """The address at the provider that the site sends a browser to."""
    asked = await (pages or site.pages).fetch(f"/staff/provider?next={to}", status=303)
    return asked.headers["location"]


async def back(site: StaffSite, provider: OidcProvider, subject: str = "anna-17", to: str = "") -> str:
    """The path that the provider sends the browser back to, with its answer."""
    return (await provider.sign_in(await leave(site, to), subject)).removeprefix(HOME)


async def come_in(site: StaffSite, provider: OidcProvider, subject: str = "anna-17", to: str = "") -> str:
    """Where somebody is led who signs in at the provider."""
    answer = await site.pages.fetch(await back(site, provider, subject, to), status=303)
    return answer.headers["location"]


async def kept_out(site: StaffSite, provider: OidcProvider, subject: str = "anna-17") -> str:
    """What somebody is told who is not let in."""
    return refusal(await site.see(await back(site, provider, subject), status=422))


def refusal(page: Page) -> str:
    assert page.texts("h1") == ["Sign in"]
    return page.texts(".error-summary li")[0]


async def acts() -> list[tuple[Act, str]]:
    return [(line.act, line.about) for line in await staff_log.lines(Wanted(), 0, 100)]


async def people_of(email: str) -> people.Person:
    person = await people.by_email(email)
    assert person
    return person
