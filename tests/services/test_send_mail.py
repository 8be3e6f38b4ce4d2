"""Mails to a real server that is there, is away, refuses, or dies: none is lost, none is doubled."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from tests.mail_server import SENDER, Postman
from tracker.services.send_mail import LEASE, MOST_ATTEMPTS, delay_after, send_waiting
from tracker.settings import MailServer
from tracker.store import outbox
from tracker.store.engine import Engine, connected
from tracker.store.mail_tables import OutboxMail
from tracker.store.outbox import State

NOW = datetime(2024, 9, 10, 12, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def postman() -> AsyncIterator[Postman]:
    async with Postman().at_work() as working:
        yield working


async def queued(dedupe: str = "one", to: str = "eva@city.example", **more: str) -> bool:
    return await outbox.queue(
        to, "Été : 3 actions", "Où en est-on ?", "<p>Où en est-on ?</p>", "test", dedupe, at=NOW, **more
    )


async def sent_at(postman: Postman, moment: datetime = NOW) -> tuple[int, int, int]:
    delivery = await send_waiting(postman.settings, lambda: moment)
    return delivery.sent, delivery.postponed, delivery.given_up


async def reason() -> str:
    row = await OutboxMail.select(OutboxMail.reason).first()
    return str(row["reason"]) if row else ""


async def test_a_mail_arrives_once(database: Engine, postman: Postman) -> None:
    await queued()
    assert await sent_at(postman) == (1, 0, 0)
    assert await sent_at(postman) == (0, 0, 0)
    assert postman.to == ["eva@city.example"]


async def test_a_mail_is_well_made(sqlite_database: Engine, postman: Postman) -> None:
    stop = "https://city.example/stop/" + "abcdefghij" * 12
    await queued(unsubscribe=stop)
    await sent_at(postman)
    [mail] = postman.taken
    assert mail["From"] == f"Ville de Bourg – promesses <{SENDER}>"
    assert (mail["To"], mail["Subject"]) == ("eva@city.example", "Été : 3 actions")
    assert mail["Date"] == "Tue, 10 Sep 2024 12:00:00 +0000"
    assert mail["Message-ID"].endswith("@city.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.as_bytes().isascii()
    text, html = mail.iter_parts()
    assert (text.get_content_type(), text.get_content()) == ("text/plain", "Où en est-on ?\r\n")
    assert (html.get_content_type(), html.get_content()) == ("text/html", "<p>Où en est-on ?</p>\r\n")


async def test_a_mail_without_an_address_to_unsubscribe_does_not_pretend(
    sqlite_database: Engine, postman: Postman
) -> None:
    await queued()
    await sent_at(postman)
    assert postman.taken[0]["List-Unsubscribe"] is None


async def test_a_server_that_is_down_costs_no_try_and_gets_everything_when_it_is_back(
    database: Engine,
) -> None:
    postman = Postman()
    async with postman.at_work():
        pass
    await queued()
    await queued("two", "rita@city.example")
    for _ in range(MOST_ATTEMPTS + 1):
        delivery = await send_waiting(postman.settings, lambda: NOW)
        assert (delivery.sent, delivery.postponed, delivery.given_up) == (0, 0, 0)
        assert "127.0.0.1" in delivery.trouble
    async with postman.at_work():
        assert await sent_at(postman) == (2, 0, 0)
    assert postman.to == ["eva@city.example", "rita@city.example"]


async def test_a_refusal_for_now_is_tried_again_later_under_the_same_name(
    database: Engine, postman: Postman
) -> None:
    await queued()
    postman.data_answers = ["451 Greylisted"]
    assert await sent_at(postman) == (0, 1, 0)
    assert await reason() == "451 Greylisted"
    soon = NOW + delay_after(1)
    assert await sent_at(postman, soon - timedelta(seconds=1)) == (0, 0, 0)
    assert await sent_at(postman, soon) == (1, 0, 0)


async def test_the_message_id_is_the_same_at_every_try(sqlite_database: Engine, postman: Postman) -> None:
    await queued()
    first = await outbox.claim(NOW, LEASE)  # by a process that then died
    assert first is not None
    assert await sent_at(postman, NOW + LEASE) == (1, 0, 0)
    assert postman.taken[0]["Message-ID"] == f"<{first.token}@city.example>"


async def test_a_refusal_for_good_is_final_and_kept_with_its_reason(
    database: Engine, postman: Postman
) -> None:
    await queued()
    await queued("two", "rita@city.example")
    postman.answers["eva@city.example"] = "550 No such mailbox"
    assert await sent_at(postman) == (1, 0, 1)
    assert postman.to == ["rita@city.example"]
    failed = await OutboxMail.select().where(OutboxMail.state == State.FAILED)
    assert [(row["recipient"], row["reason"]) for row in failed] == [
        ("eva@city.example", "550 No such mailbox")
    ]


async def test_tries_grow_rare_and_end(sqlite_database: Engine, postman: Postman) -> None:
    await queued()
    postman.answers["eva@city.example"] = "450 Busy"
    moment, gaps = NOW, []
    for attempt in range(1, MOST_ATTEMPTS):
        assert await sent_at(postman, moment) == (0, 1, 0)
        gaps.append(delay_after(attempt))
        moment += gaps[-1]
    assert gaps == sorted(gaps)
    assert await sent_at(postman, moment) == (0, 0, 1)
    assert await reason() == "450 Busy"


async def test_a_server_that_hangs_up_leaves_the_rest_untried(
    sqlite_database: Engine, postman: Postman
) -> None:
    await queued()
    await queued("two", "rita@city.example")
    postman.data_answers = ["421 Going down"]
    delivery = await send_waiting(postman.settings, lambda: NOW)
    assert (delivery.postponed, delivery.trouble) == (1, "421 Going down")
    assert await sent_at(postman) == (1, 0, 0)
    assert await sent_at(postman, NOW + delay_after(1)) == (1, 0, 0)
    assert postman.to == ["rita@city.example", "eva@city.example"]


async def test_nothing_is_sent_in_the_clear_to_a_server_that_should_encrypt(
    sqlite_database: Engine, postman: Postman
) -> None:
    await queued()
    plain = postman.settings
    server = MailServer(plain.host, plain.port, "starttls", "user", "secret", "", SENDER)
    delivery = await send_waiting(server, lambda: NOW)
    assert (delivery.sent, bool(delivery.trouble)) == (0, True)
    assert postman.taken == []
    assert await sent_at(postman) == (1, 0, 0)


async def mail_send(url: str, postman: Postman) -> asyncio.subprocess.Process:
    """``tracker mail send`` in a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tracker.cli", "mail", "send"),
        env={**os.environ, "TRACKER_DATABASE": url, **postman.environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def test_two_senders_at_once_send_each_mail_once(migrated_url: str, postman: Postman) -> None:
    people = [f"person{n}@city.example" for n in range(60)]
    async with connected(migrated_url):
        for address in people:
            await queued(address, address)
    senders = [await mail_send(migrated_url, postman) for _ in range(2)]
    outputs = [(await sender.communicate())[0].decode() for sender in senders]
    assert [sender.returncode for sender in senders] == [0, 0], outputs
    assert sorted(postman.to) == sorted(people)


async def test_a_sender_that_is_killed_half_way_loses_nothing_and_doubles_nothing(
    migrated_url: str, postman: Postman
) -> None:
    async with connected(migrated_url):
        await queued()
        await queued("two", "rita@city.example")
    postman.stalling = True
    sender = await mail_send(migrated_url, postman)
    await postman.stalled.wait()
    sender.send_signal(signal.SIGKILL)
    await sender.communicate()
    postman.stalling = False
    postman.go_on.set()
    async with connected(migrated_url):
        [leased] = await OutboxMail.select().where(OutboxMail.lease_until != "")
        end = datetime.fromisoformat(leased["lease_until"])
        assert await sent_at(postman, end - timedelta(seconds=1)) == (1, 0, 0)  # the other one
        assert await sent_at(postman, end) == (1, 0, 0)
    assert sorted(postman.to) == ["eva@city.example", "rita@city.example"]
