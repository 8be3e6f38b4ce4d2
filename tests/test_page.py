"""The strict client lets a good page through and names what is wrong with a bad one."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.enums import MediaType
from litestar.response import Redirect

from tests.page import Link, PageClient, pages_of

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>All plans – Promises</title></head>
<body><main id="main"><h1>All <em>plans</em></h1>
<svg role="img" viewBox="0 0 10 10"><title>Two of three</title><use href="#square"/></svg>
<svg aria-hidden="true"><symbol id="square"><rect width="1" height="1"/></symbol></svg>
<form action="/en/"><label for="q">Words</label><input id="q" name="q"><button>Find</button></form>
<h2>Plans</h2><p><a href="/en/nantes?status=late&amp;page=2#main">Nantes</a> <a href="#main">Top</a>
<a href="https://example.org/" target="_blank" rel="noopener">Source</a></p></main></body></html>"""


@get("/en/", media_type=MediaType.HTML)
async def good() -> str:
    return GOOD


@get("/cookie", media_type=MediaType.HTML)
async def cookie() -> Response[str]:
    response = Response(GOOD, media_type=MediaType.HTML)
    response.set_cookie("seen", "1")
    return response


@get("/en/edited", media_type=MediaType.HTML)
async def edited(request: Request[None, None, State]) -> str:
    """The good page after the one replacement that the query asks for."""
    return GOOD.replace(request.query_params["old"], request.query_params["new"])


@post("/accepted")
async def accepted() -> Redirect:
    return Redirect("/en/", status_code=303)


@pytest_asyncio.fixture
async def pages() -> AsyncIterator[PageClient]:
    async with pages_of(
        Litestar([good, cookie, edited, accepted], openapi_config=None, logging_config=None)
    ) as client:
        yield client


async def test_a_good_page_is_read(pages: PageClient) -> None:
    page = await pages.get("/en/")
    assert (page.h1, page.title) == ("All plans", "All plans – Promises")
    assert page.links[0] == Link("Nantes", "/en/nantes?status=late&page=2#main")
    assert page.texts("form > button") == ["Find"]
    assert page.one("svg[role=img] use").get("href") == "#square"
    assert page.text.startswith("All plans Words Find Plans Nantes Top")


async def test_an_unexpected_status_is_refused(pages: PageClient) -> None:
    with pytest.raises(AssertionError, match="404, not 200"):
        await pages.get("/missing")


async def test_a_cookie_on_a_public_page_is_refused(pages: PageClient) -> None:
    with pytest.raises(AssertionError, match="sets a cookie"):
        await pages.get("/cookie")
    assert (await pages.get("/cookie", cookie_allowed=True)).h1 == "All plans"


async def test_an_accepted_form_leads_somewhere(pages: PageClient) -> None:
    assert await pages.submit("/accepted", {}) == "/en/"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<!doctype html>", "", "DOCTYPE"),
        ("</em>", "", "line 3"),
        ("</p>", "<p></div></p>", "div"),
        ('lang="en"', "", "no lang"),
        ('lang="en"', 'lang="fr"', "lang is fr at an address in en"),
        ("<h2>Plans</h2>", "<h1>Plans</h1>", "2 h1"),
        ("All plans –", "Plans –", "does not start with the h1"),
        ("h2>", "h3>", "h3 'Plans' comes after h1"),
        ('id="q"', 'id="main"', "'main' is used 2 times"),
        ('for="q"', 'for="w"', "names .'w'."),
        ('href="#main">Top', 'href="#top">Top', "#top leads nowhere"),
        ('use href="#square"', 'use href="#circle"', "#circle leads nowhere"),
        ('action="/en/"', "", "has no action"),
        ('action="/en/"', 'action="/en/" method="put"', "has method put"),
        ('<label for="q">Words</label>', "", "'q' has no label"),
        ("Find", "", "has no text"),
        (">Nantes<", "><", "has no text"),
        ('href="/en/nantes', 'href="nantes', "is relative"),
        ('href="/en/nantes', 'href="/en/None', "empty or None"),
        ('href="/en/nantes', 'href="/en//nantes', "empty or None"),
        ('href="/en/nantes', 'href="/en/{slug}', "can't have"),
        ('href="https://example.org/"', 'href="javascript:void"', "neither internal nor"),
        (' rel="noopener"', "", "without rel=noopener"),
        ("<h2>", '<img src="/a.png"><h2>', "has no alt"),
        ("<title>Two of three</title>", "", "neither a name nor aria-hidden"),
        ('role="img" ', "", "a name and no role"),
        ("Top", "%(count)s", "still holds"),
    ],
)
async def test_a_fault_is_named(pages: PageClient, old: str, new: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        await pages.get(f"/en/edited?{urlencode({'old': old, 'new': new})}")
