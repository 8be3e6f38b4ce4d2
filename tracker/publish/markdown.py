"""Markdown as plans and departments may write it: no raw HTML, no scripts, links to the outside marked."""

from __future__ import annotations

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


def to_text(text: str) -> str:
    """The words alone, on one line: for descriptions, titles and tables."""
    words: list[str] = []
    for token in _PARSER.parse(text):
        words += [child.content for child in token.children or [] if child.content]
    return " ".join(" ".join(words).split())


def inline(text: str) -> Markup:
    """A line of Markdown without the paragraph around it."""
    made: Any = _PARSER.renderInline(text)
    return Markup(made)  # noqa: S704 - raw HTML is off in the parser
