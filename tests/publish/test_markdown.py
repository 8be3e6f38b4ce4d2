"""Markdown as words on one line."""

import pytest

from tracker.publish.markdown import to_text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Three **desks**, open\nto all.", "Three desks, open to all."),
        ("One.\n\nTwo:\n\n- a [list](https://town.example)\n- of `things`", "One. Two: a list of things"),
        ("55\u202f000\u00a0€\u202f; « oui »", "55\u202f000\u00a0€\u202f; « oui »"),
    ],
)
def test_words_stand_on_one_line_as_they_were_written(text: str, wanted: str) -> None:
    assert to_text(text) == wanted
