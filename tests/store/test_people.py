"""What must hold when many come at once, on both engines."""

import asyncio
from datetime import timedelta

from tests.staff_site import NOON, make_person
from tracker.domain.access import Grant, Role
from tracker.services import people_admin
from tracker.services.people_refused import RefusedError
from tracker.store import attempts, links, people, sessions
from tracker.store.engine import Engine
from tracker.store.links import Purpose
from tracker.store.people_tables import StaffPerson

ANNA = "anna@example.org"


async def test_many_tries_at_once_do_not_pass_the_limit(database: Engine) -> None:
    tries = await asyncio.gather(
        *(attempts.count({"account:x": 5, "address:y": 50}, NOON) for _n in range(30))
    )
    assert sum(one.wait is None for one in tries) == 5


async def test_a_try_held_off_under_one_key_is_counted_under_none(database: Engine) -> None:
    await attempts.count({"account:x": 1}, NOON)
    for _n in range(3):
        assert (await attempts.count({"account:x": 1, "address:y": 2}, NOON)).wait == attempts.WINDOW
    assert (await attempts.count({"address:y": 1}, NOON)).wait is None


async def test_the_limit_slides_with_time(database: Engine) -> None:
    for minutes in (0, 5, 10):
        assert (await attempts.count({"k": 3}, NOON + timedelta(minutes=minutes))).wait is None
    held_off = await attempts.count({"k": 3}, NOON + timedelta(minutes=12))
    assert held_off.wait == timedelta(minutes=3)
    assert (await attempts.count({"k": 3}, NOON + timedelta(minutes=15))).wait is None
    assert (await attempts.count({"k": 3}, NOON + timedelta(minutes=15))).wait == timedelta(minutes=5)


async def test_of_many_who_use_a_link_at_once_one_gets_it(database: Engine) -> None:
    person = await make_person(ANNA, password="")
    token = await links.make(person.id, Purpose.INVITATION, NOON)
    got = await asyncio.gather(*(links.use(token, Purpose.INVITATION, NOON) for _n in range(10)))
    assert len([link for link in got if link]) == 1


async def test_of_many_who_use_a_code_at_once_one_is_let_in(database: Engine) -> None:
    person = await make_person(ANNA, password="")
    await people.keep_codes(person.id, ["0" * 64, "1" * 64])
    used = await asyncio.gather(*(people.use_code(person.id, "0" * 64, NOON) for _n in range(10)))
    stepped = await asyncio.gather(*(people.use_step(person.id, 59_000_000) for _n in range(10)))
    assert (sum(used), sum(stepped)) == (1, 1)
    assert not await people.use_step(person.id, 58_999_999)
    assert await people.codes_left(person.id) == 1


async def test_two_administrators_cannot_put_each_other_out(database: Engine) -> None:
    everybody = [await make_person(f"{n}@example.org", "administrator", password="") for n in range(5)]

    async def withdraw(person: people.Person) -> bool:
        try:
            await people_admin.withdraw(person, Grant(Role.ADMINISTRATOR), NOON, by="x")
        except RefusedError:
            return False
        return True

    assert sum(await asyncio.gather(*map(withdraw, everybody))) == 4
    assert await people.active_administrators() == 1


async def test_a_token_is_kept_as_its_hash_alone(database: Engine) -> None:
    person = await make_person(ANNA, password="")
    token = await sessions.begin(person.id, NOON, complete=True)
    link = await links.make(person.id, Purpose.PASSWORD, NOON)
    tables = ("staff_session", "staff_link", "staff_person", "staff_log_line", "staff_attempt")
    rows = [await StaffPerson.raw(f"SELECT * FROM {name}") for name in tables]  # noqa: S608
    assert token not in str(rows)
    assert link not in str(rows)
    assert len({token, link, sessions.new_token()}) == 3


async def test_a_session_notes_when_it_was_seen_but_not_each_time(database: Engine) -> None:
    person = await make_person(ANNA, password="")
    token = await sessions.begin(person.id, NOON, complete=True)
    await sessions.find(token, NOON + timedelta(seconds=59))
    (session,) = await sessions.of_person(person.id, NOON)
    assert session.seen_at == NOON
    await sessions.find(token, NOON + timedelta(seconds=60))
    (session,) = await sessions.of_person(person.id, NOON)
    assert session.seen_at == NOON + timedelta(seconds=60)


async def test_what_is_over_is_forgotten(database: Engine) -> None:
    person = await make_person(ANNA, password="")
    token = await sessions.begin(person.id, NOON, complete=True)
    await sessions.forget_ended(NOON + sessions.IDLE - timedelta(seconds=1))
    assert await sessions.find(token, NOON)
    await sessions.forget_ended(NOON + sessions.IDLE)
    assert await sessions.find(token, NOON) is None


async def test_people_are_found_by_what_they_were_granted(database: Engine) -> None:
    anna = await make_person(ANNA, "editor:lille:ccas", "reviewer:nantes", password="")
    bruno = await make_person("bruno@example.org", "editor:lille:ccas", password="")
    await make_person("carla@example.org", "editor:nantes:ccas", "editor:lille:lycee", password="")
    closed = await make_person("dora@example.org", "editor:lille:ccas", password="")
    await people.change(closed.id, active=False)
    found = await people.holding([Grant.parse("editor:lille:ccas"), Grant.parse("reviewer:nantes")])
    assert [person.email for person in found] == [anna.email, bruno.email]
    assert await people.holding([]) == []


async def test_an_e_mail_is_one_persons_whatever_its_case(database: Engine) -> None:
    person = await make_person("Anna@Example.ORG", password="")
    assert person.email == ANNA
    found = await people.by_email(" ANNA@example.org ")
    assert found
    assert found.id == person.id
