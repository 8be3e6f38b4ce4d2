"""The outbox: what is queued with a fact is kept with it, once, and can carry nothing but itself."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.store import outbox
from tracker.store.engine import Engine, write
from tracker.store.mail_tables import OutboxMail
from tracker.store.outbox import MailError, State

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)


async def queued(dedupe: str = "one", to: str = "eva@city.example", subject: str = "Hello") -> bool:
    return await outbox.queue(to, subject, "Text.", "<p>Text.</p>", "test", dedupe, at=NOW)


async def test_the_same_mail_is_queued_once(database: Engine) -> None:
    assert [await queued(), await queued(), await queued("two")] == [True, False, True]
    assert await outbox.counts() == {State.WAITING: 2, State.SENT: 0, State.FAILED: 0}


async def test_a_mail_that_was_sent_is_not_queued_again(database: Engine) -> None:
    await queued()
    mail = await outbox.claim(NOW, LEASE)
    assert mail is not None
    await outbox.mark_sent(mail, NOW)
    assert await queued() is False


async def test_a_mail_is_forgotten_with_the_fact_that_was_not_kept(database: Engine) -> None:
    with pytest.raises(RuntimeError):
        await _fail_after_queueing()
    assert (await outbox.counts())[State.WAITING] == 0


async def _fail_after_queueing() -> None:
    async with write():
        await queued()
        raise RuntimeError


async def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(database: Engine) -> None:
    await queued()
    first = await outbox.claim(NOW, LEASE)
    assert first is not None
    assert not await outbox.any_due(NOW + LEASE - timedelta(seconds=1))
    assert await outbox.claim(NOW + LEASE - timedelta(seconds=1), LEASE) is None
    second = await outbox.claim(NOW + LEASE, LEASE)
    assert second is not None
    assert (second.token, second.attempts) == (first.token, 2)


async def test_who_lost_its_lease_has_no_say_any_more(database: Engine) -> None:
    await queued()
    first = await outbox.claim(NOW, LEASE)
    second = await outbox.claim(NOW + LEASE, LEASE)
    assert first is not None
    assert second is not None
    await outbox.give_up(first, NOW, "too late")
    assert (await outbox.counts())[State.WAITING] == 1
    await outbox.mark_sent(second, NOW)
    assert (await outbox.counts())[State.SENT] == 1


async def test_what_was_sent_is_emptied_and_later_forgotten(database: Engine) -> None:
    await queued()
    mail = await outbox.claim(NOW, LEASE)
    assert mail is not None
    await outbox.mark_sent(mail, NOW)
    row = await OutboxMail.select().first()
    assert row is not None
    assert (row["subject"], row["text"], row["html"], row["recipient"]) == ("", "", "", "eva@city.example")
    await outbox.forget_sent(NOW + timedelta(days=365))
    assert (await outbox.counts())[State.SENT] == 1
    await outbox.forget_sent(NOW + timedelta(days=366))
    assert (await outbox.counts())[State.SENT] == 0


async def test_what_was_given_up_is_kept_whole_and_can_be_tried_anew(database: Engine) -> None:
    await queued()
    mail = await outbox.claim(NOW, LEASE)
    assert mail is not None
    await outbox.give_up(mail, NOW, "550 Unknown")
    row = await OutboxMail.select().first()
    assert row is not None
    assert (row["state"], row["reason"], row["text"]) == ("failed", "550 Unknown", "Text.")
    assert await outbox.claim(NOW + timedelta(days=99), LEASE) is None
    assert await outbox.revive(NOW) == 1
    again = await outbox.claim(NOW, LEASE)
    assert again is not None
    assert (again.token, again.attempts) == (mail.token, 1)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "eva",
        "eva@city.example\r\nBcc: all@city.example",
        "eva@city.example\n",
        "eva@city.example, rita@city.example",
        "Eva <eva@city.example>",
        "eva @city.example",
        "éva@city.example",
        "eva@city.example>",
        "a@" + "b" * 260,
    ],
)
async def test_an_address_that_is_more_or_less_than_one_is_refused(
    sqlite_database: Engine, address: str
) -> None:
    with pytest.raises(MailError):
        await queued(to=address)


@pytest.mark.parametrize("address", ["eva@city.example", "e.v+a@sub.city.example", "o'neil@city.example"])
async def test_an_ordinary_address_is_taken(sqlite_database: Engine, address: str) -> None:
    assert await queued(to=address)


@pytest.mark.parametrize("subject", ["", " ", "Hello\r\nBcc: all@city.example", "Hello\x00", "a\u2028b"])
async def test_a_subject_that_could_carry_a_header_is_refused(sqlite_database: Engine, subject: str) -> None:
    with pytest.raises(MailError):
        await queued(subject=subject)


@pytest.mark.parametrize("address", ["javascript:x", "https://x.example/>\r\nBcc: a", "https://x.example/ö"])
async def test_an_address_to_unsubscribe_is_one_of_the_web(sqlite_database: Engine, address: str) -> None:
    with pytest.raises(MailError):
        await outbox.queue("eva@city.example", "Hello", "", "", "test", "one", unsubscribe=address)
