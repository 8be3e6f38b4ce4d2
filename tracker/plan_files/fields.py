"""Typed access to the tables of a file: what is wrong is noted with its line, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from tracker.domain.dates import DateError, PartialDate
from tracker.plan_files.nodes import Items, Keys, Node, Text
from tracker.plan_files.problems import Problem

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

MOST_UNKNOWN = 20  # a table with more is no table of ours: naming them all helps nobody

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,10})?\Z", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """The table of a file from which something was made, to point back at its lines."""

    file: str
    keys: Keys

    @property
    def line(self) -> int:
        return self.keys.line

    def line_of(self, names: Sequence[str], values: Sequence[str] = ()) -> int:
        """The line of the first of ``names`` that holds one of ``values``; else of the first there is."""
        there: list[tuple[int, Node]] = []
        for name, line, node in _walk(self.keys):
            if name in names:
                there.append((line, node))
        for line, node in there:
            for text in _texts(node):
                if text.value in values:
                    return text.line if isinstance(node, Items) else line
        ranked = [self.keys.pairs[name][0] for name in names if name in self.keys.pairs]
        return ranked[0] if ranked else self.line


def _walk(keys: Keys) -> Iterator[tuple[str, int, Node]]:
    for name, (line, node) in keys.pairs.items():
        yield name, line, node
        inner = node.items if isinstance(node, Items) else (node,)
        for item in inner:
            if isinstance(item, Keys):
                yield from _walk(item)


def _texts(node: Node) -> Iterator[Text]:
    for item in node.items if isinstance(node, Items) else (node,):
        if isinstance(item, Text):
            yield item


class Fields:
    """One table. ``what`` names it in messages: “an action”, “a piece of evidence”."""

    def __init__(
        self, file: str, keys: Keys, what: str, allowed: Sequence[str], problems: list[Problem]
    ) -> None:
        self.place = Place(file, keys)
        self._file, self._keys, self._what, self._problems = file, keys, what, problems
        unknown = [(name, line) for name, (line, _) in keys.pairs.items() if name not in allowed]
        for name, line in unknown[:MOST_UNKNOWN]:
            self.wrong(line, f"“{name}” is not a key of {what}. {_nearest(name, allowed)}")
        if len(unknown) > MOST_UNKNOWN:
            self.wrong(unknown[MOST_UNKNOWN][1], f"many more keys are not those of {what}.")

    def wrong(self, line: int, message: str) -> None:
        self._problems.append(Problem(self._file, line, message))

    def line(self, name: str) -> int:
        """The line of a key; of the table when the key is not there."""
        return self._keys.pairs[name][0] if name in self._keys.pairs else self._keys.line

    def __contains__(self, name: str) -> bool:
        """Whether the key is there and not left blank."""
        return self._node(name) is not None

    def _node(self, name: str) -> Node | None:
        node = self._keys.pairs[name][1] if name in self._keys.pairs else None
        return None if isinstance(node, Text) and not node.value else node

    def text(self, name: str, required: bool = False) -> str:
        node = self._node(name)
        if node is None:
            if required:
                self.wrong(self.line(name), f"{self._what} needs “{name}”. Add it.")
            return ""
        if isinstance(node, Text):
            return node.value
        self.wrong(self.line(name), f"“{name}” should be one text, without list or further keys.")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        node = self._node(name)
        if node is None:
            return ()
        items = node.items if isinstance(node, Items) else None
        if items is None or not all(isinstance(item, Text) for item in items):
            self.wrong(self.line(name), f"“{name}” should be a list of texts: {name}: [one, another].")
            return ()
        return tuple(item.value for item in items if isinstance(item, Text) and item.value)

    def day(self, name: str, required: bool = False) -> date | None:
        text = self.text(name, required)
        if not text:
            return None
        try:
            if _DAY.match(text):
                return date.fromisoformat(text)
        except ValueError:
            self.wrong(self.line(name), f"“{text}” is not a day of the calendar. Check it.")
            return None
        self.wrong(self.line(name), f"“{text}” is not a day. Write year, month and day: 2024-06-30.")
        return None

    def partial(self, name: str) -> PartialDate | None:
        text = self.text(name)
        try:
            return PartialDate(text) if text else None
        except DateError as error:
            self.wrong(self.line(name), str(error))
            return None

    def word(self, name: str, words: type[E], required: bool = False) -> E | None:
        text = self.text(name, required)
        return self._word(text, words, self.line(name), name) if text else None

    def words(self, name: str, words: type[E]) -> tuple[E, ...]:
        node = self._node(name)
        texts = self.texts(name)
        lines = {text.value: text.line for text in _texts(node)} if node else {}
        found = (self._word(text, words, lines[text], name) for text in texts)
        return tuple(word for word in found if word is not None)

    def _word(self, text: str, words: type[E], line: int, name: str) -> E | None:
        try:
            return words(text)
        except ValueError:
            self.wrong(line, f"“{text}” is no word for “{name}”. {_nearest(text, list(words))}")
            return None

    def whole(self, name: str) -> int | None:
        text = self.text(name)
        if text and not _WHOLE.match(text):
            self.wrong(self.line(name), f"“{text}” is not a whole number. Write digits only: 180.")
            return None
        return int(text) if text else None

    def number(self, name: str, required: bool = False) -> Decimal | None:
        text = self.text(name, required)
        if text and not _NUMBER.match(text):
            self.wrong(
                self.line(name), f"“{text}” is not a number. Write digits and at most one dot: 4300.5."
            )
            return None
        return Decimal(text) if text else None

    def yes(self, name: str) -> bool:
        text = self.text(name)
        if text not in ("", "true", "false"):
            self.wrong(self.line(name), f"“{name}” is true or false, not “{text}”.")
        return text == "true"

    def table(self, name: str, what: str, allowed: Sequence[str]) -> Fields | None:
        """The table under a key; None when it is not there."""
        node = self._node(name)
        if node is None:
            return None
        if isinstance(node, Keys):
            return Fields(self._file, node, what, allowed, self._problems)
        self.wrong(self.line(name), f"“{name}” should be a table with the keys {', '.join(allowed)}.")
        return None

    def mapping(self, name: str) -> dict[str, str]:
        """A table with keys of the author's own, all texts."""
        node = self._node(name)
        if node is None:
            return {}
        if isinstance(node, Keys) and all(isinstance(v, Text) for _, v in node.pairs.values()):
            return {key: v.value for key, (_, v) in node.pairs.items() if isinstance(v, Text) and v.value}
        self.wrong(self.line(name), f"“{name}” should be a table of texts.")
        return {}

    def each(
        self, name: str, what: str, allowed: Sequence[str], make: Callable[[Fields], T | None]
    ) -> tuple[T, ...]:
        """What ``make`` makes of each table of a list. A table in which something is wrong is left out."""
        node = self._node(name)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.wrong(self.line(name), f"“{name}” should be a list: begin each of its items with “- ”.")
            return ()
        made: list[T] = []
        for item in node.items:
            if not isinstance(item, Keys):
                self.wrong(
                    item.line, f"each item of “{name}” is a table with keys such as {', '.join(allowed[:3])}."
                )
                continue
            before = len(self._problems)
            one = make(Fields(self._file, item, what, allowed, self._problems))
            if one is not None and len(self._problems) == before:
                made.append(one)
        return tuple(made)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word.lower().replace(" ", "-"), known, n=1, cutoff=0.7)
    return f"Did you mean “{near[0]}”?" if near else f"Known: {', '.join(known)}."
