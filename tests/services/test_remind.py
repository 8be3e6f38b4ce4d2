"""Reminders by mail: one digest a person and day, noted, and told in public once it left."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import pytest_asyncio

from tests.histories import about, commitment, opening
from tests.mail_server import Postman
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.reminders import Reason, Recipient, Recipients
from tracker.services.record import record
from tracker.services.remind import Reminded, publish_sent, remind
from tracker.services.send_mail import send_waiting
from tracker.services.verify_plan import verify_plan
from tracker.store import outbox, projections, register, reminder_log
from tracker.store.engine import Engine, write
from tracker.store.mail_tables import OutboxMail
from tracker.store.outbox import State

SITE = "https://city.example"
DUE = date(2024, 6, 30)
BEFORE = datetime(2023, 7, 1, 12, 0, tzinfo=UTC)
EVA = Recipient("1", "eva@ccas.example", "fr")
RITA = Recipient("2", "rita@city.example", "en")
BOTH = Recipients({("pacte", "ccas"): (EVA,)}, {"pacte": (RITA,)})


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


async def reminded(today: date, recipients: Recipients = BOTH, *, dry_run: bool = False) -> Reminded:
    return await remind(recipients, today, noon(today), SITE, dry_run=dry_run)


@pytest_asyncio.fixture
async def plan(database: Engine) -> None:
    """1.1 of the CCAS is due in June 2024 and was never heard of; 1.2 has no owner and no date."""
    due = commitment("1.1", title="Un accueil <pour> tous", due=PartialDate("2024-06"))
    await record("pacte", [*opening(), due, commitment("1.2", owner="")], BEFORE)


@pytest_asyncio.fixture
async def postman() -> AsyncIterator[Postman]:
    async with Postman().at_work() as working:
        yield working


async def delivered(postman: Postman, day: date) -> int:
    """Everything that waits is sent; how many entries the registers got for it."""
    await send_waiting(postman.settings, lambda: noon(day))
    return await publish_sent(noon(day))


@pytest.mark.usefixtures("plan")
async def test_a_digest_is_queued_once_a_day(postman: Postman) -> None:
    first, second = await reminded(DUE), await reminded(DUE)
    assert [d.recipient for d in first.digests] == [EVA, RITA]
    assert (second.digests, second.deferred) == ((), ())
    await delivered(postman, DUE)
    assert sorted(postman.to) == [EVA.email, RITA.email]


@pytest.mark.usefixtures("plan")
async def test_what_is_found_later_on_a_day_waits_for_the_next_digest(postman: Postman) -> None:
    await reminded(DUE)
    late = commitment("1.3", on=DUE, due=PartialDate("2024-06-30"))
    await record("pacte", [late], noon(DUE))
    again = await reminded(DUE)
    assert [d.recipient for d in again.deferred] == [EVA]
    assert again.digests == ()
    tomorrow = await reminded(DUE + timedelta(1))
    assert [m.ref for d in tomorrow.digests for m in d.matters if m.reason is Reason.LATE] == ["1.1", "1.3"]


@pytest.mark.usefixtures("plan")
async def test_a_dry_run_finds_the_same_and_leaves_no_trace() -> None:
    found = await reminded(DUE, dry_run=True)
    assert (await outbox.counts())[State.WAITING] == 0
    assert await reminder_log.lines(10) == []
    assert found == await reminded(DUE)


@pytest.mark.usefixtures("plan")
async def test_nothing_is_queued_when_nothing_is_due() -> None:
    early = date(2023, 8, 1)
    assert await reminded(early) == Reminded((), (), ())
    assert (await outbox.counts())[State.WAITING] == 0


@pytest.mark.usefixtures("plan")
async def test_a_digest_speaks_the_language_of_its_reader(postman: Postman) -> None:
    recipients = Recipients(reviewers={"pacte": (RITA,)})
    await reminded(DUE + timedelta(7), recipients)
    await delivered(postman, DUE + timedelta(7))
    [mail] = postman.taken
    assert mail["Subject"] == "Reminder: 1 action late, 2 without news"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "1.1 Un accueil <pour> tous\r\n  due June 2024, late by 7 days" in text
    assert f"{SITE}/en/pacte/actions/1.1" in text
    assert '<span lang="fr">Un accueil &lt;pour&gt; tous</span>' in html
    assert '<html lang="en">' in html


@pytest.mark.usefixtures("plan")
async def test_a_silence_that_somebody_was_reminded_of_is_public_once_the_mail_left(
    postman: Postman,
) -> None:
    await reminded(DUE)
    assert await publish_sent(noon(DUE)) == 0
    assert await delivered(postman, DUE + timedelta(1)) == 2
    assert await publish_sent(noon(DUE + timedelta(2))) == 0
    actions = (await projections.load("pacte")).actions
    assert {ref: action.reminded_on for ref, action in actions.items()} == {
        "1.1": DUE + timedelta(1),
        "1.2": DUE + timedelta(1),
    }
    entries = [entry for entry in await register.entries("pacte") if entry.kind == "reminder.sent"]
    assert [(entry.by, entry.subject, entry.event) for entry in entries] == [
        ("ville", "action:1.1", e.ReminderSent(days=366, to="ccas")),
        ("ville", "action:1.2", e.ReminderSent(days=366)),
    ]
    assert (await verify_plan("pacte", "city.example/pacte")).ok


@pytest.mark.usefixtures("plan")
async def test_a_mail_that_was_refused_is_not_told_as_a_reminder(postman: Postman) -> None:
    postman.answers = {EVA.email: "550 Unknown", RITA.email: "550 Unknown"}
    await reminded(DUE)
    assert await delivered(postman, DUE) == 0


@pytest.mark.usefixtures("plan")
async def test_several_readers_make_one_entry(postman: Postman) -> None:
    two = Recipients({("pacte", "ccas"): (EVA, RITA)})
    await reminded(DUE, two)
    assert await delivered(postman, DUE) == 1
    assert len(postman.to) == 2


@pytest.mark.usefixtures("plan")
async def test_the_register_names_no_person(postman: Postman) -> None:
    await reminded(DUE)
    await delivered(postman, DUE)
    lines = b"".join([line async for line in register.lines("pacte")])
    assert b"eva" not in lines
    assert b"rita" not in lines


@pytest.mark.usefixtures("plan")
async def test_the_log_tells_what_was_sent_what_was_not_and_why(postman: Postman) -> None:
    postman.answers = {EVA.email: "550 Unknown"}
    async with write():
        await reminder_log.mute(RITA.person, [Reason.SILENT])
    muted = Recipient("2", RITA.email, "en", (await reminder_log.muted())["2"])
    await reminded(DUE, Recipients({("pacte", "ccas"): (EVA,)}, {"pacte": (muted,)}))
    await delivered(postman, DUE)
    told = {(one.person, one.matter.ref, one.matter.reason): one.outcome for one in await _log()}
    assert told == {
        ("1", "1.1", Reason.DUE): "failed",
        ("1", "1.1", Reason.SILENT): "failed",
        ("2", "1.2", Reason.SILENT): "muted",
        ("", "1.2", Reason.SILENT): "nobody",
    }
    assert {one.trouble for one in await _log()} == {"550 Unknown", ""}


async def _log() -> list[reminder_log.Line]:
    return await reminder_log.lines(100)


async def test_a_kind_of_reminder_can_be_switched_off_and_on(database: Engine) -> None:
    async with write():
        await reminder_log.mute("1", [Reason.LATE, Reason.SILENT])
        await reminder_log.mute("2", [Reason.DUE])
        await reminder_log.mute("2", [])
    assert await reminder_log.muted() == {"1": frozenset({Reason.LATE, Reason.SILENT})}


@pytest.mark.usefixtures("plan")
async def test_reminders_of_an_action_that_spoke_meanwhile_stay_as_they_were(postman: Postman) -> None:
    await reminded(DUE)
    news = about("1.1", e.UpdatePublished(text="Ouvert."), DUE)
    await record("pacte", [news], noon(DUE))
    assert await delivered(postman, DUE) == 2
    assert (await reminded(DUE + timedelta(40))).digests[0].matters[0].reason is Reason.LATE


@pytest.mark.usefixtures("plan")
async def test_months_of_reminders_keep_to_their_days(postman: Postman) -> None:
    opened = date(2023, 6, 30)
    days = [opened + timedelta(n) for n in range(335, 440)]
    for day in days:
        await reminded(day, Recipients({("pacte", "ccas"): (EVA,)}))
    notes = [one for one in reversed(await reminder_log.lines(1000)) if one.person]
    late = [(one.on - DUE).days for one in notes if one.matter.reason is not Reason.SILENT]
    silent = [(one.on - opened).days for one in notes if one.matter.reason is Reason.SILENT]
    assert late == [-30, -7, -1, 1, 7, 37, 67]
    assert silent == [335, 365, 395, 425]
    mails = await OutboxMail.count()
    assert mails == len({one.on for one in notes})
