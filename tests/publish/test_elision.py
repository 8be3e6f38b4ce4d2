"""Italian articles fit the number that follows them."""

import pytest

from tracker.publish.elision import elide
from tracker.publish.templating import environment


@pytest.mark.parametrize(
    ("message", "day", "wanted"),
    [
        ("entro il %(day)s", "7 maggio 2024", "entro il 7 maggio 2024"),
        ("entro il %(day)s", "8 maggio 2024", "entro l’8 maggio 2024"),
        ("Il %(day)s:", "11 maggio 2024", "L’11 maggio 2024:"),
        ("Dal %(day)s.", "8 maggio 2024", "Dall’8 maggio 2024."),
        ("al %(day)s", "11 maggio 2024", "all’11 maggio 2024"),
        ("del %(day)s", "1º maggio 2024", "del 1º maggio 2024"),
        ("il %(day)s", "18 maggio 2024", "il 18 maggio 2024"),
        ("il %(day)s", "110 anni", "il 110 anni"),
    ],
)
def test_an_article_is_elided_before_eight_and_eleven_alone(message: str, day: str, wanted: str) -> None:
    assert elide(message, {"day": day}) % {"day": day} == wanted


def test_what_fills_a_place_is_left_as_it_was_written() -> None:
    assert elide("«%(title)s»", {"title": "dal 8 maggio"}) == "«%(title)s»"


def test_templates_elide_and_still_escape_what_they_are_given() -> None:
    page = environment("it").from_string(
        '{{ _("Since %(day)s.", day=day) }} {% trans who=who %}according to {{ who }}{% endtrans %}'
    )
    assert page.render(day="8 maggio 2024", who="<b>") == "Dall’8 maggio 2024. fonte: &lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", "2,000 actions"), ("fr", "2\u202f000 actions"), ("it", "2.000 azioni")]
)
def test_a_number_in_the_plural_is_written_as_its_language_writes_it(language: str, wanted: str) -> None:
    page = environment(language).from_string('{{ ngettext("%(num)s action", "%(num)s actions", 2000) }}')
    assert page.render() == wanted
