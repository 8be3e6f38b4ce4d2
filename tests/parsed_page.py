"""A page as HTML5 parses it, with what tests ask of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import html5lib
import httpx
from cssselect import HTMLTranslator
from html5lib.constants import E as PARSE_ERRORS
from lxml import etree

# Elements that do not end a word; every other one does.
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
    | {"q", "s", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "var"}
)


def text_of(element: etree._Element) -> str:
    """Its text on one line as it would be read, without scripts, styles and drawings."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    gap = "" if element.tag in INLINE else " "
    yield gap
    if isinstance(element.tag, str) and element.tag not in {"script", "style", "svg"}:
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""
    yield gap


@dataclass(frozen=True)
class Link:
    text: str
    href: str


class Page:
    """A page that was parsed; `select` takes CSS, the SVG elements being in no namespace."""

    def __init__(self, path: str, response: httpx.Response) -> None:
        self.path = path
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.text
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
        self.root: etree._Element = parser.parse(self.html).getroot()
        for element in self.root.iter("{*}*"):
            element.tag = etree.QName(element).localname
        self.parse_errors = [
            f"line {line}, column {column}: {PARSE_ERRORS[code] % values}"
            for (line, column), code, values in parser.errors
        ]

    def select(self, css: str) -> list[etree._Element]:
        return list(self.root.xpath(HTMLTranslator().css_to_xpath(css)))

    def one(self, css: str) -> etree._Element:
        found = self.select(css)
        assert len(found) == 1, f"{self.path}: {len(found)} elements match {css}, not one"
        return found[0]

    def texts(self, css: str) -> list[str]:
        return [text_of(element) for element in self.select(css)]

    @cached_property
    def h1(self) -> str:
        return text_of(self.one("h1"))

    @cached_property
    def title(self) -> str:
        return text_of(self.one("head > title"))

    @cached_property
    def text(self) -> str:
        return text_of(self.one("body"))

    @cached_property
    def links(self) -> list[Link]:
        return [Link(text_of(a), str(a.get("href"))) for a in self.select("a[href]")]
