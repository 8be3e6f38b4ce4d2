"""A page asks the database as often for a plan of 300 actions as for one of 3."""

import pytest

from tests.database import counted_queries
from tests.histories import about, commitment, opening
from tests.page import PageClient
from tests.web.conftest import Tell
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.store import queries

PAGES = (
    "",
    "actions",
    "actions?q=action&sort=late&page=1",
    "actions.json",
    "axes/1",
    "owners/ccas",
    "changes",
    "at/2025-01-01/",
    "at/2025-01-01/actions",
)


@pytest.mark.parametrize("path", PAGES)
async def test_queries_do_not_grow_with_the_actions(
    site: PageClient, tell: Tell, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for plan, number in (("small", 3), ("large", 300)):
        actions = [commitment(str(n), due=PartialDate("2024")) for n in range(number)]
        news = [about(str(n), e.UpdatePublished(text="Du neuf."), actions[0].on) for n in range(number)]
        await tell(plan, [*opening(), *actions, *news])
    monkeypatch.setattr(queries, "_shelf", queries.Shelf())
    asked = {plan: await _asked(site, f"/en/{plan}/{path}") for plan in ("small", "large")}
    assert asked["small"] == asked["large"]
    assert 1 <= min(asked["large"]) <= max(asked["large"]) <= 5


async def _asked(site: PageClient, address: str) -> tuple[int, int]:
    """The queries of an address while its plan is not in memory, then of the same page once it is."""
    numbers = []
    mark = "&" if "?" in address else "?"
    for time in ("first", "second"):
        with counted_queries() as count:
            await site.fetch(f"{address}{mark}again={time}")
        numbers.append(count.queries)
    return numbers[0], numbers[1]


async def test_a_page_that_a_reader_holds_costs_one_query(site: PageClient, tell: Tell) -> None:
    await tell("pacte", [*opening(), commitment("1")])
    etag = (await site.fetch("/en/pacte/")).headers["etag"]
    with counted_queries() as count:
        await site.fetch("/en/pacte/", status=304, headers={"if-none-match": etag})
    assert count.queries == 1
