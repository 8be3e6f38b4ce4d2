"""Words that stand inside a drawing, where nothing wraps by itself."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis when it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    cut = text[:most].rsplit(" ", 1)[0]
    return (cut if most // 2 < len(cut) < most else text[: most - 1]).rstrip(" ,;:.-–—") + "…"


def two_lines(text: str, most: int) -> tuple[str, ...]:
    """The text in at most two lines of about ``most`` characters each."""
    if len(text) <= most:
        return (text,)
    first = text[: most + 1].rsplit(" ", 1)[0]
    if len(first) > most:  # one word, longer than a line
        first = text[:most]
    return (first, shortened(text[len(first) :].strip(), most))
