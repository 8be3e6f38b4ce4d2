"""Front matter as a tree of texts, lists and tables that know their lines.

Only the plain part of YAML is accepted: no anchors, aliases, tags or merge keys, so a file says what it
shows and cannot grow when it is read. Every scalar stays the text that was typed: 1.10 is not 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

DEEPEST = 10

# YAML counts these as ends of lines and editors do not: line numbers would no longer agree.
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Keys:
    """A table: each key with the line on which it stands and its value."""

    pairs: dict[str, tuple[int, Node]]
    line: int


Node = Text | Items | Keys


class FrontMatterError(ValueError):
    """Front matter that cannot be read. ``line`` is a line of the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse(text: str, first_line: int) -> Keys:
    """The table in ``text``, whose first line is line ``first_line`` of the file. Raises FrontMatterError."""
    _refuse(_HIDDEN_BREAK, "an invisible line separator", text, first_line)
    try:
        return _Parser(text, first_line).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise FrontMatterError(line, _in_words(error)) from None
    except yaml.YAMLError as error:
        raise FrontMatterError(first_line, f"this cannot be read as YAML ({error}).") from None


def check_characters(text: str, first_line: int) -> None:
    """Control characters have no place in a page, a feed or a database. Raises FrontMatterError."""
    _refuse(_CONTROL, "a control character", text, first_line)


def _refuse(pattern: re.Pattern[str], what: str, text: str, first_line: int) -> None:
    found = pattern.search(text)
    if found:
        line = first_line + text.count("\n", 0, found.start())
        raise FrontMatterError(line, f"{what} (U+{ord(found.group()):04X}) is hidden here. Remove it.")


def _in_words(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or error.context or "no reason given"
    hint = ""
    if "mapping values are not allowed" in said:
        hint = " A text that holds “: ” goes between quotes, or under “>-” on lines of its own."
    elif "tab" in said or "cannot start any token" in said:
        hint = " Indent with spaces; put a text that begins with a special sign between quotes."
    elif "did not find expected" in said or "could not find expected" in said:
        hint = " Look at the indentation and the quotes here and just above."
    return f"this cannot be read as YAML ({said}).{hint}"


class _Parser:
    """Builds the tree from the parser's events, so that nothing is resolved, converted or repeated."""

    def __init__(self, text: str, first_line: int) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
        self._first = first_line

    def document(self) -> Keys:
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise FrontMatterError(self._first, "the front matter is empty. Give at least a title.")
        node = self._node(next(self._events), 0)
        next(self._events)  # the document ends
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise FrontMatterError(self._line(after), "there is more than one YAML document. Keep one.")
        if not isinstance(node, Keys):
            raise FrontMatterError(node.line, "front matter is a table of keys: write “title: …”.")
        return node

    def _line(self, event: yaml.Event) -> int:
        return self._first + (event.start_mark.line if event.start_mark else 0)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = self._line(event)
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError(line, f"aliases (*{event.anchor}) are not used here. Write it out again.")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            raise FrontMatterError(line, f"anchors (&{event.anchor}) are not used here. Remove it.")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            raise FrontMatterError(line, f"tags ({event.tag}) are not used here. Remove it.")
        if depth > DEEPEST:
            raise FrontMatterError(line, f"this lies more than {DEEPEST} levels deep. Nothing needs so many.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(line, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._keys(line, depth)
        if not isinstance(event, yaml.ScalarEvent):
            raise FrontMatterError(line, "a value is missing here.")
        check_characters(event.value, line)  # quoted texts may spell them with a backslash
        return Text(event.value.strip(), line)

    def _items(self, line: int, depth: int) -> Items:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Items(tuple(items), line)

    def _keys(self, line: int, depth: int) -> Keys:
        pairs: dict[str, tuple[int, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Text) or not key.value:
                raise FrontMatterError(key.line, "a key is a single word.")
            if key.value == "<<":
                raise FrontMatterError(key.line, "merge keys (<<) are not used here. Write the keys out.")
            if key.value in pairs:
                before = pairs[key.value][0]
                raise FrontMatterError(
                    key.line, f"“{key.value}” is already given on line {before}. Keep one of them."
                )
            pairs[key.value] = (key.line, self._node(next(self._events), depth + 1))
        return Keys(pairs, line)
