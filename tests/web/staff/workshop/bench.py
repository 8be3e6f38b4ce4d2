"""A plan to keep, and its forms filled as a browser fills them: with all that the page holds."""

from lxml import etree

from tests.page import Page
from tests.reports import NOW, PLAN, plan_to_report_on
from tests.staff_site import StaffSite
from tracker.domain.fold import state, told
from tracker.domain.state import Plan
from tracker.store import register

PATH = f"/staff/plans/{PLAN}"
KEEPER = "rosa@example.org"
Typed = dict[str, str | list[str]]


async def keeper(site: StaffSite, *grants: str) -> None:
    """A reviewer of the plan, signed in; the clock stands after the plan's last entry."""
    await plan_to_report_on(4)
    await site.enter(await site.person(KEEPER, *(grants or (f"reviewer:{PLAN}",))))


def fields_of(page: Page, form: str = "form#sheet") -> Typed:
    """What a browser would send of a form without pressing any of its buttons."""
    made: dict[str, list[str]] = {}
    for field in page.select(f"{form} input, {form} select, {form} textarea"):
        if (name := field.get("name")) and (value := _value(field)) is not None:
            made.setdefault(str(name), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in made.items()}


def _value(field: etree._Element) -> str | None:
    match field.tag, field.get("type"):
        case "textarea", _:
            return str(field.text or "").removeprefix("\n")
        case "select", _:
            options = [*field.xpath(".//option[@selected]"), *field.xpath(".//option")]
            return str(options[0].get("value")) if options else None
        case _, "checkbox" | "radio" if field.get("checked") is None:
            return None
        case _:
            return str(field.get("value") or "")


async def sent(site: StaffSite, page: Page, path: str, do: str, /, **typed: str) -> Page:
    """The page that answers a form of ``page`` with more typed into it (``a__b`` stands for ``a-b``)."""
    return await site.pages.post(path, _with(page, do, typed), status=200)


def _with(page: Page, do: str, typed: dict[str, str]) -> Typed:
    return {**fields_of(page), **{n.replace("__", "-"): text for n, text in typed.items()}, "do": do}


async def looked(site: StaffSite, path: str, /, **typed: str) -> Page:
    """What a form would change: the page that answers “See what changes”."""
    return await sent(site, await site.see(path), path, "preview", **typed)


async def refused(site: StaffSite, path: str, /, **typed: str) -> Page:
    """The page that says what is to be mended first."""
    return await site.pages.post(path, _with(await site.see(path), "preview", typed), status=422)


async def recorded(site: StaffSite, path: str, /, **typed: str) -> str:
    """Where a form leads that was looked at and then recorded."""
    page = await looked(site, path, **typed)
    return await site.pages.submit(path, {**fields_of(page), "do": "record"})


async def plan_now(slug: str = PLAN) -> Plan:
    """Folded from the register itself."""
    return state(slug, told(await register.entries(slug)), NOW.date().replace(year=2030))


def compared(page: Page) -> dict[str, tuple[list[str], list[str]]]:
    """What the preview compares: by label, what goes and what comes."""
    made = {}
    for row in page.select("#preview .comparison > div"):
        label = "".join(row.xpath("./dt//text()")).strip()
        made[label] = (_texts(row, "del"), _texts(row, "ins"))
    return made


def _texts(row: etree._Element, tag: str) -> list[str]:
    hidden = "not(ancestor::span[contains(@class, 'visually-hidden')])"
    return ["".join(one.xpath(f".//text()[{hidden}]")).strip() for one in row.iter(tag)]
