"""Markdown as plans and departments may write it: no raw HTML, no scripts, links to the outside marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

# A plan's text lives under headings of ours: its own begin lower, so that a page keeps one outline.
HEADINGS_DOWN = 2


def _link_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    if urlsplit(str(token.attrGet("href") or "")).netloc:
        token.attrSet("rel", "external nofollow noopener")
        token.attrSet("class", "external")
    return renderer.renderToken(tokens, index, options, env)


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    token.tag = f"h{min(int(token.tag[1]) + HEADINGS_DOWN, 6)}"
    return renderer.renderToken(tokens, index, options, env)


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    # A remote picture would tell its server who reads; its description and address say as much.
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    words = token.content or source
    return f'<a href="{escape(source)}" rel="external nofollow noopener" class="external">{escape(words)}</a>'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    parser.add_render_rule("image", _image)
    return parser


_PARSER = _parser()


def to_html(text: str) -> Markup:
    """Safe HTML of a Markdown text."""
    return Markup(_PARSER.render(text))  # noqa: S704 - raw HTML is off in the parser


def within(text: str, top: int | None = None) -> Markup:
    """Safe HTML for a document of ours: its outline has no gap and each link leads out of it.

    Headings begin at level ``top`` and go down one level at a time; without ``top`` they are bold lines. A
    link that only means something on the site where the text was written (``#here``, ``/page``) keeps its
    words alone.
    """
    tokens = _DOCUMENT.parse(text)
    open_levels: list[int] = []
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            _set_level(token, open_levels, top)
        token.children = _leading_out(token.children or []) if token.children else token.children
    return Markup(_DOCUMENT.renderer.render(tokens, _DOCUMENT.options, {}))  # noqa: S704 - as above


def within_line(text: str) -> Markup:
    """One line, without the paragraph around it, as ``within`` gives it."""
    [token] = _DOCUMENT.parseInline(text)
    children = _leading_out(token.children or [])
    return Markup(_renderer(_DOCUMENT).renderInline(children, _DOCUMENT.options, {}))  # noqa: S704 - as above


def _set_level(token: Token, open_levels: list[int], top: int | None) -> None:
    if top is None:
        token.tag = "p"
        if token.type == "heading_open":
            token.attrSet("class", "heading")
        return
    if token.type == "heading_open":
        level = int(token.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
    token.tag = f"h{min(top + len(open_levels) - 1, 6)}"


def _leading_out(tokens: list[Token]) -> list[Token]:
    """Without the links that lead nowhere outside; their words stay."""
    kept, opened = [], []
    for token in tokens:
        if token.type == "link_open":
            opened.append(_leads_out(str(token.attrGet("href") or "")))
        if token.type not in ("link_open", "link_close") or opened[-1]:
            kept.append(token)
        if token.type == "link_close":
            opened.pop()
    return kept


def _leads_out(address: str) -> bool:
    parts = urlsplit(address)
    return (parts.scheme in ("http", "https") and bool(parts.netloc)) or parts.scheme == "mailto"


def _leading_image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    if _leads_out(str(token.attrGet("src") or "")):
        return _image(renderer, tokens, index, options, env)
    return str(escape(token.content))


def _renderer(parser: MarkdownIt) -> RendererHTML:
    assert isinstance(parser.renderer, RendererHTML)  # noqa: S101 - the one that it makes unless told otherwise
    return parser.renderer


def _document_parser() -> MarkdownIt:
    parser = _parser()
    rules = _renderer(parser).rules
    del rules["heading_open"], rules["heading_close"]
    parser.add_render_rule("image", _leading_image)
    return parser


_DOCUMENT = _document_parser()


def to_text(text: str) -> str:
    """The words alone, on one line: for descriptions, titles and tables. Spaces that do not break stay."""
    blocks = [
        "".join(
            " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children
        )
        for token in _PARSER.parse(text)
        if token.children
    ]
    return re.sub(r"[ \t\n\r\f\v]+", " ", " ".join(blocks)).strip()


def inline(text: str) -> Markup:
    """A line of Markdown without the paragraph around it."""
    made: Any = _PARSER.renderInline(text)
    return Markup(made)  # noqa: S704 - raw HTML is off in the parser
