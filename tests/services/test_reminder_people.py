"""Who is reminded follows from what people were granted."""

from datetime import UTC, date, datetime

import pytest
import pytest_asyncio
from click.testing import CliRunner

from tests.histories import commitment, opening
from tests.mail_server import Postman
from tracker.cli import main
from tracker.domain.access import Grant, Role
from tracker.domain.dates import PartialDate
from tracker.domain.reminders import Reason
from tracker.services.record import record
from tracker.services.reminder_people import recipients_on
from tracker.store import people, reminder_log
from tracker.store.engine import Engine, connected, write
from tracker.store.people import Person

BEFORE = datetime(2023, 7, 1, 12, 0, tzinfo=UTC)
TODAY = date(2024, 6, 30)
OF_CCAS = Grant(Role.EDITOR, "pacte", "ccas")


async def somebody(email: str, *grants: Grant, invited: bool = False) -> Person:
    async with write():
        person = await people.add(email, "fr", BEFORE)
        await people.change(person.id, password="" if invited else "a hash")
        for one in grants:
            await people.grant(person.id, one)
    return person


async def recorded() -> None:
    await record("pacte", [*opening(), commitment("1.1", due=PartialDate("2024-06"))], BEFORE)


@pytest_asyncio.fixture
async def plan(database: Engine) -> None:
    await recorded()


@pytest.mark.usefixtures("plan")
async def test_editors_and_reviewers_are_reminded_and_nobody_else() -> None:
    eva = await somebody("eva@ccas.example", OF_CCAS)
    await somebody("carla@city.example", Grant(Role.COUNCIL, "pacte"), Grant(Role.ADMINISTRATOR))
    await somebody("rita@city.example", Grant(Role.REVIEWER, "pacte"))
    await somebody("else@city.example", Grant(Role.EDITOR, "other", "ccas"))
    found = await recipients_on(TODAY)
    [of_ccas] = found.editors["pacte", "ccas"]
    assert (of_ccas.person, of_ccas.email, of_ccas.language) == (str(eva.id), "eva@ccas.example", "fr")
    assert found.editors["pacte", "ville"] == ()
    assert [one.email for one in found.reviewers["pacte"]] == ["rita@city.example"]


@pytest.mark.usefixtures("plan")
async def test_who_cannot_sign_in_is_not_reminded() -> None:
    await somebody("invited@ccas.example", OF_CCAS, invited=True)
    gone = await somebody("gone@ccas.example", OF_CCAS)
    await people.change(gone.id, active=False)
    assert (await recipients_on(TODAY)).editors["pacte", "ccas"] == ()


@pytest.mark.usefixtures("plan")
async def test_what_somebody_does_not_want_goes_with_them() -> None:
    eva = await somebody("eva@ccas.example", OF_CCAS)
    async with write():
        await reminder_log.mute(str(eva.id), [Reason.SILENT])
    [found] = (await recipients_on(TODAY)).editors["pacte", "ccas"]
    assert found.muted == {Reason.SILENT}


@pytest_asyncio.fixture
async def site(migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan and its editor in the database that the commands will use, with a mail server set."""
    async with connected(migrated_sqlite_url):
        await recorded()
        await somebody("eva@ccas.example", OF_CCAS)
    for name, value in {"TRACKER_DATABASE": migrated_sqlite_url, **Postman(port=9).environment}.items():
        monkeypatch.setenv(name, value)


def typed(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["remind", *words], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.mark.usefixtures("site")
def test_the_command_says_who_is_reminded_and_reminds_once_a_day() -> None:
    dry, wet, again = (typed(*words, "--today", "2024-06-30") for words in (["--dry-run"], [], []))
    assert dry[1].startswith("eva@ccas.example: ")
    assert wet == dry
    assert again == (0, "")


@pytest.mark.usefixtures("site")
def test_the_command_says_what_nobody_is_reminded_of(monkeypatch: pytest.MonkeyPatch) -> None:
    output = typed("--dry-run", "--today", "2024-08-30")[1]
    assert "nobody" not in output
    monkeypatch.delenv("TRACKER_SMTP_HOST")
    code, output = typed()
    assert (code, "TRACKER_SMTP_HOST" in output) == (1, True)
