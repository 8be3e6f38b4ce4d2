"""Ask the addresses given as evidence whether they still answer, without becoming anybody's errand boy.

An address may come from anywhere, so only public machines are asked: names are resolved here, each address
is judged, and the connection goes to the very address that was judged. Redirects are followed one by one
under the same rule. Nothing of an answer is kept but what it means.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urljoin, urlsplit

import httpx2

from tracker.domain.state import Evidence, Plan
from tracker.services.background import Tell
from tracker.services.prepare_report import plan_today
from tracker.settings import Settings
from tracker.store import link_checks
from tracker.store.background_jobs import Job
from tracker.store.link_checks import Answer, Checked

Address = IPv4Address | IPv6Address
# Whether an address may be asked.
Allowed = Callable[[Address], bool]

ASKING = "asking"
HOSTS_AT_ONCE = 4
ANSWER_SECONDS = 10.0
WHOLE_SECONDS = 25.0
MOST_REDIRECTS = 5
FEW_BYTES = 1024
LONGEST_URL = 4_000
# They say “not you”, which a reader with a browser may not hear.
GUARDED = frozenset({401, 403, 407, 429, 451, 999})
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address within


class Unanswered(Exception):  # noqa: N818 - it reads as what happened
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def public(address: Address) -> bool:
    """Whether an address is one of the public network, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address in TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def links_of(plan: Plan) -> dict[str, list[str]]:
    """Every address of standing evidence, with the actions it was given for ("" is the plan itself)."""
    found: dict[str, list[str]] = defaultdict(list)
    given: list[tuple[str, Iterable[Evidence]]] = [("", plan.evidence)]
    given += [(action.ref, action.evidence) for action in plan.actions.values()]
    for ref, pieces in given:
        for one in pieces:
            if one.url and one.withdrawn_on is None and ref not in found[one.url]:
                found[one.url].append(ref)
    return dict(found)


async def check_links(
    plan: str,
    urls: Iterable[str],
    clock: Callable[[], datetime],
    site_url: str,
    tell: Callable[[int, int], Awaitable[None]],
    allowed: Allowed = public,
) -> None:
    """Ask each address and keep what it answered; ``tell(done, total)`` after each. Hosts are asked politely:
    a few at a time, each one question after the other."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        by_host[_host(url)].append(url)
    total, done = sum(map(len, by_host.values())), 0
    free = asyncio.Semaphore(HOSTS_AT_ONCE)
    kept = asyncio.Lock()

    async def ask_host(host_urls: list[str]) -> None:
        nonlocal done
        async with free:
            for url in host_urls:
                answer, status = await ask(client, url, allowed)
                async with kept:
                    await link_checks.keep(plan, Checked(url, clock(), answer, status))
                    done += 1
                    await tell(done, total)

    async with _client(site_url) as client, asyncio.TaskGroup() as asking:
        for host_urls in by_host.values():
            asking.create_task(ask_host(host_urls))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _client(site_url: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        timeout=ANSWER_SECONDS,
        trust_env=False,  # a proxy of the machine would fetch what we must not
        follow_redirects=False,
        headers={"User-Agent": f"tracker-link-check (+{site_url})", "Accept": "*/*"},
    )


async def ask(client: httpx2.AsyncClient, url: str, allowed: Allowed = public) -> tuple[Answer, int]:
    """What an address answers, and the status of HTTP (0: nothing answered). Never raises for the address."""
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            status = await _status(client, "HEAD", url, allowed)
            if status >= 400:  # many servers answer HEAD wrongly, or not at all
                status = await _status(client, "GET", url, allowed)
    except Unanswered as unanswered:
        return unanswered.answer, 0
    except TimeoutError:
        return Answer.SILENT, 0
    return _meaning(status), status


def _meaning(status: int) -> Answer:
    if status < 400:
        return Answer.WELL
    if status in GUARDED:
        return Answer.GUARDED
    return Answer.GONE if status in (404, 410) else Answer.BROKEN


async def _status(client: httpx2.AsyncClient, method: str, url: str, allowed: Allowed) -> int:
    """Of the page that an address leads to in the end. Raises Unanswered."""
    for _redirect in range(MOST_REDIRECTS + 1):
        status, leads_to = await _once(client, method, url, allowed)
        if not leads_to:
            return status
        url = urljoin(url, leads_to)
    raise Unanswered(Answer.ASTRAY)


async def _once(client: httpx2.AsyncClient, method: str, url: str, allowed: Allowed) -> tuple[int, str]:
    try:
        target = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise Unanswered(Answer.NO_HOST) from None
    if target.scheme not in ("http", "https") or not target.host or len(url) > LONGEST_URL:
        raise Unanswered(Answer.NOT_PUBLIC)
    address = await _address(target, allowed)
    # The connection goes to the address that was judged; the name stays in the request and the certificate.
    request = client.build_request(
        method,
        target.copy_with(host=str(address), userinfo=b""),
        headers={"Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.raw_host.decode("ascii")},
    )
    try:
        answer = await client.send(request, stream=True)
        try:
            if method == "GET":
                await _few_bytes(answer)
        finally:
            await answer.aclose()
    except httpx2.ConnectError as error:
        not_trusted = isinstance(_root(error), ssl.SSLError)
        raise Unanswered(Answer.NOT_TRUSTED if not_trusted else Answer.SILENT) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        raise Unanswered(Answer.SILENT) from None
    leads_to = answer.headers.get("location", "") if answer.is_redirect else ""
    return answer.status_code, leads_to


async def _few_bytes(answer: httpx2.Response) -> None:
    """The beginning of an answer: enough to know that there is one."""
    read = 0
    async for chunk in answer.aiter_raw():
        read += len(chunk)
        if read >= FEW_BYTES:
            return


def _root(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
        if isinstance(error, ssl.SSLError):
            break
    return error


async def _address(target: httpx2.URL, allowed: Allowed) -> Address:
    """One address of the host; all of them must be allowed. Raises Unanswered."""
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            target.raw_host.decode("ascii").strip("[]"), port, type=socket.SOCK_STREAM
        )
        addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    except (OSError, UnicodeError, ValueError):
        raise Unanswered(Answer.NO_HOST) from None
    if not addresses:
        raise Unanswered(Answer.NO_HOST)
    if not all(map(allowed, addresses)):
        raise Unanswered(Answer.NOT_PUBLIC)
    # A machine without IPv6 can't reach such an address: the older kind is tried where there is one.
    return min(addresses, key=lambda address: address.version)


def links_work(settings: Settings, clock: Callable[[], datetime]) -> Callable[[Job, Tell], Awaitable[str]]:
    """How all the links of a plan are asked in the background."""

    async def work(job: Job, tell: Tell) -> str:
        plan = await plan_today(job.plan, clock().date())

        async def tell_count(done: int, total: int) -> None:
            await tell(ASKING, done, total)

        await check_links(plan.slug, links_of(plan), clock, settings.site_url, tell_count)
        return ""

    return work
