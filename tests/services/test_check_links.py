"""Links given as evidence: what their servers answer, and whom we never ask."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from ipaddress import ip_address

import httpx2
import pytest

from tests.domain.test_missing import plan_of
from tests.histories import OPENED, about, commitment, opening
from tests.publish.report_plan import proof
from tracker.domain import events as e
from tracker.domain.register import Draft
from tracker.services import check_links as checking
from tracker.services.check_links import Address, ask, check_links, links_of, public
from tracker.store import link_checks
from tracker.store.engine import Engine
from tracker.store.link_checks import DEAD, Answer

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Server:
    """A web server on loopback that says what the test wants, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.port = 0
        self.slow = False

    def says(self, path: str, status: int, method: str = "", body: bytes = b"", **headers: str) -> None:
        for one in [method] if method else ["HEAD", "GET"]:
            self.answers[one, path] = (status, headers, body)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, path, _ = head.split(" ", 2)
            host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: "))
            self.asked.append((method, path, host))
            if self.slow:
                await asyncio.sleep(60)
            status, headers, body = self.answers[method, path]
            lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            writer.write("\r\n".join([*lines, "", ""]).encode() + (body if method == "GET" else b""))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Server"]:
        server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self


def loopback(address: Address) -> bool:
    """What a test may ask."""
    return address.is_loopback


async def asked(url: str, allowed: Callable[[Address], bool] = loopback) -> tuple[Answer, int]:
    async with checking._client("https://promises.example") as client:
        return await ask(client, url, allowed)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer.WELL),
        (204, Answer.WELL),
        (401, Answer.GUARDED),
        (403, Answer.GUARDED),
        (429, Answer.GUARDED),
        (404, Answer.GONE),
        (410, Answer.GONE),
        (500, Answer.BROKEN),
    ],
)
async def test_a_status_is_told_by_its_meaning(status: int, answer: Answer) -> None:
    async with Server().at_work() as server:
        server.says("/bilan", status)
        assert await asked(server.url("/bilan")) == (answer, status)


async def test_a_server_that_knows_no_head_is_asked_again_and_read_no_further_than_needed() -> None:
    async with Server().at_work() as server:
        server.says("/bilan", 405, "HEAD")
        server.says("/bilan", 200, "GET", b"x" * 5_000_000)
        assert await asked(server.url("/bilan")) == (Answer.WELL, 200)
        assert [method for method, _path, _host in server.asked] == ["HEAD", "GET"]


async def test_redirects_are_followed_to_their_end_and_not_for_ever() -> None:
    async with Server().at_work() as server:
        server.says("/a", 301, Location="/b?c=1")
        server.says("/b?c=1", 302, Location=server.url("/d"))
        server.says("/d", 200)
        server.says("/round", 301, Location="/round")
        assert await asked(server.url("/a")) == (Answer.WELL, 200)
        assert await asked(server.url("/round")) == (Answer.ASTRAY, 0)


async def test_a_redirect_into_the_own_network_is_not_followed() -> None:
    async with Server().at_work() as server, Server().at_work() as inside:
        inside.says("/admin", 200)
        server.says("/a", 302, Location=inside.url("/admin").replace("127.0.0.1", "127.0.0.2"))

        def only_one(address: Address) -> bool:
            return address == ip_address("127.0.0.1")

        assert await asked(server.url("/a"), only_one) == (Answer.NOT_PUBLIC, 0)
        assert inside.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://LOCALHOST.:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://someone:secret@127.0.0.1:{port}/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http:///nothing",
        "http://[::1",
        "http://exa mple.org/",
        "http://a" + "." * 300 + "/",
        "http://127.0.0.1/" + "x" * 5_000,
        "",
    ],
)
async def test_whoever_is_not_public_is_never_asked(url: str) -> None:
    async with Server().at_work() as server:
        answer, status = await asked(url.replace("{port}", str(server.port)), public)
        assert (answer in (Answer.NOT_PUBLIC, Answer.NO_HOST), status) == (True, 0)
        assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.5.4", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "0.0.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_network(address: str) -> None:
    assert not public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"]
)
def test_addresses_of_the_public_network(address: str) -> None:
    assert public(ip_address(address))


async def test_the_name_stays_in_the_request_though_the_address_is_fixed() -> None:
    async with Server().at_work() as server:
        server.says("/", 200)
        assert await asked(f"http://localhost:{server.port}/") == (Answer.WELL, 200)
        assert server.asked == [("HEAD", "/", f"localhost:{server.port}")]


async def test_a_name_with_one_address_inside_is_not_asked_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may have many addresses, and change them between two looks: all are judged, one is used."""

    async def resolve(_host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    async with Server().at_work() as server:
        assert await asked(f"http://two.example:{server.port}/", public) == (Answer.NOT_PUBLIC, 0)
        assert server.asked == []


async def test_silence_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "WHOLE_SECONDS", 0.2)
    async with Server().at_work() as server:
        server.slow = True
        assert await asked(server.url("/")) == (Answer.SILENT, 0)
    assert await asked(server.url("/")) == (Answer.SILENT, 0)  # nobody listens there any more
    assert await asked("http://no-such-host.invalid/", public) == (Answer.NO_HOST, 0)


async def test_a_server_that_speaks_no_tls_or_breaks_off_is_no_crash() -> None:
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        assert (await asked(f"http://127.0.0.1:{port}/"))[0] in DEAD
        assert (await asked(f"https://127.0.0.1:{port}/"))[0] in DEAD


def test_a_broken_certificate_is_found_under_whatever_covers_it() -> None:
    covered = httpx2.ConnectError("no")
    covered.__cause__ = OSError("also no")
    covered.__cause__.__context__ = ssl.SSLCertVerificationError("self-signed")
    assert isinstance(checking._root(covered), ssl.SSLError)


def drafts() -> list[Draft]:
    return [
        *opening(),
        commitment("1"),
        commitment("2"),
        about("1", proof("a", "https://a.example/1"), date(2024, 1, 1)),
        about("2", proof("a", "https://a.example/1"), date(2024, 1, 1)),
        about("2", proof("b", "https://b.example/2"), date(2024, 1, 1)),
        about("2", e.EvidenceWithdrawn(id="b", reason="Erreur."), date(2024, 1, 2)),
        Draft(OPENED, "ville", "plan", proof("p", "https://p.example/", "2023-01")),
    ]


def test_each_standing_link_is_asked_once() -> None:
    assert links_of(plan_of(drafts())) == {"https://p.example/": [""], "https://a.example/1": ["1", "2"]}


async def test_answers_are_kept_with_their_day_and_replaced_by_newer_ones(database: Engine) -> None:
    told: list[tuple[int, int]] = []

    async def tell(done: int, total: int) -> None:
        told.append((done, total))

    async with Server().at_work() as server:
        urls = [server.url(path) for path in ("/a", "/b")]
        for path in ("/a", "/b"):
            server.says(path, 200)
        await check_links("pacte", [*urls, urls[0]], lambda: NOW, "https://x.example", tell, loopback)
        assert told == [(1, 2), (2, 2)]
        server.says("/b", 404)
        later = NOW.replace(hour=13)
        await check_links("pacte", urls[1:], lambda: later, "https://x.example", tell, loopback)
    kept = await link_checks.of_plan("pacte")
    assert {one.url: (one.answer, one.status, one.at) for one in kept.values()} == {
        urls[0]: (Answer.WELL, 200, NOW),
        urls[1]: (Answer.GONE, 404, later),
    }
    assert await link_checks.of_plan("other") == {}
