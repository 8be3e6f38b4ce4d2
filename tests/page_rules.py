"""The rules that every page keeps, whatever it is about."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeAlias
from urllib.parse import urlsplit

from lxml import etree

from tests.parsed_page import Page, text_of

LANGUAGES = ("fr", "it", "en")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIELDS_WITHOUT_LABEL = ("hidden", "submit", "reset", "button", "image")

Rule: TypeAlias = Callable[[Page], Iterator[str]]


def _parses(page: Page) -> Iterator[str]:
    yield from page.parse_errors


def _says_its_language(page: Page) -> Iterator[str]:
    language, first = page.root.get("lang"), page.path.strip("/").partition("/")[0].partition("?")[0]
    if not language:
        yield "<html> has no lang"
    elif first in LANGUAGES and language != first:
        yield f"lang is {language} at an address in {first}"


def _has_one_heading_that_starts_its_title(page: Page) -> Iterator[str]:
    headings, titles = page.texts("h1"), page.texts("head > title")
    if len(headings) != 1 or len(titles) != 1:
        yield f"{len(headings)} h1 and {len(titles)} titles, not one of each"
    elif not headings[0] or not titles[0].startswith(headings[0]):
        yield f"the title {titles[0]!r} does not start with the h1 {headings[0]!r}"


def _skips_no_level_of_heading(page: Page) -> Iterator[str]:
    before = 0
    for heading in page.root.iter(*HEADINGS):
        level = HEADINGS.index(str(heading.tag)) + 1
        if level > before + 1:
            yield f"h{level} {text_of(heading)!r} comes after h{before}"
        before = level


def _identifies_once(page: Page) -> Iterator[str]:
    ids = Counter(str(element.get("id")) for element in page.select("[id]"))
    yield from (f"the id {name!r} is used {count} times" for name, count in ids.items() if count > 1)
    referring = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")
    for attribute in referring:
        for element in page.select(f"[{attribute}]"):
            missing = set(str(element.get(attribute)).split()) - set(ids)
            if missing:
                yield f"{attribute} names {sorted(missing)}, which no element has as id"
    for element in page.select('a[href^="#"], use[href^="#"]'):
        if str(element.get("href"))[1:] not in ids and element.get("href") != "#":
            yield f"{element.get('href')} leads nowhere on the page"


def _submits_somewhere(page: Page) -> Iterator[str]:
    for form in page.select("form"):
        if not form.get("action"):
            yield f"the form {form.get('id') or text_of(form)[:40]!r} has no action"
        if (form.get("method") or "get").lower() not in {"get", "post"}:
            yield f"the form to {form.get('action')} has method {form.get('method')}"


def _has_name(page: Page, element: etree._Element) -> bool:
    if (element.get("aria-label") or "").strip():
        return True
    names = (element.get("aria-labelledby") or "").split()
    return any(text_of(named) for name in names for named in page.root.xpath("//*[@id=$id]", id=name))


def _labels_its_fields(page: Page) -> Iterator[str]:
    for field in page.select("input, select, textarea"):
        if field.tag == "input" and (field.get("type") or "text").lower() in FIELDS_WITHOUT_LABEL:
            continue
        labels = page.root.xpath("//label[@for=$id]", id=field.get("id") or "") + field.xpath(
            "ancestor::label"
        )
        if not (_has_name(page, field) or any(text_of(label) for label in labels)):
            yield f"the field {field.get('name')!r} has no label"
    for button in page.select("button"):
        if not (text_of(button) or _has_name(page, button)):
            yield f"the button {button.get('name')!r} has no text"


def _links_somewhere(page: Page) -> Iterator[str]:
    for link in page.select("a"):
        href, name = link.get("href"), text_of(link) or str(link.xpath("string(.//svg//title)"))
        named_image = link.xpath(".//*[@aria-label or (self::img and @alt != '')]")
        if not (name or named_image or _has_name(page, link)):
            yield f"the link to {href} has no text"
        if href is None:
            yield f"the link {name!r} has no href"
        else:
            yield from (f"the link {name!r} to {href!r} {fault}" for fault in _faults_of_address(str(href)))
        if link.get("target") == "_blank" and "noopener" not in (link.get("rel") or "").split():
            yield f"the link to {href} opens a window without rel=noopener"


def _faults_of_address(href: str) -> Iterator[str]:
    if re.search(r"[\s{}<>\"\\^`|]|%(?![0-9A-Fa-f]{2})", href):
        yield "has characters that an address can't have"
        return
    parts = urlsplit(href)
    if parts.scheme in {"mailto", "tel"}:
        return
    if parts.scheme or parts.netloc:
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            yield "is neither internal nor a full http address"
    elif parts.path and not parts.path.startswith("/"):
        yield "is relative: it means another page at another address"
    elif {"", "None", "undefined"} & set(parts.path.strip("/").split("/")) and parts.path not in {"", "/"}:
        yield "has a part that is empty or None"


def _describes_its_images(page: Page) -> Iterator[str]:
    yield from (f"the image {image.get('src')} has no alt" for image in page.select("img:not([alt])"))
    for drawing in page.root.xpath("//svg[not(ancestor-or-self::*[@aria-hidden='true' or @hidden])]"):
        if drawing.xpath("ancestor::svg"):
            continue
        if not (_has_name(page, drawing) or drawing.xpath("string(./title)").strip()):
            yield "a drawing (svg) has neither a name nor aria-hidden"
        if not drawing.get("role"):
            yield "a drawing (svg) has a name and no role"


def _leaves_no_template_behind(page: Page) -> Iterator[str]:
    for mark in ("{{", "{%", "%("):
        if mark in page.text:
            yield f"the text still holds {mark}"


RULES: tuple[Rule, ...] = (
    _parses,
    _says_its_language,
    _has_one_heading_that_starts_its_title,
    _skips_no_level_of_heading,
    _identifies_once,
    _submits_somewhere,
    _labels_its_fields,
    _links_somewhere,
    _describes_its_images,
    _leaves_no_template_behind,
)


def faults_of(page: Page) -> list[str]:
    """Every rule of the house that the page breaks, in words."""
    return [fault for rule in RULES for fault in rule(page)]
