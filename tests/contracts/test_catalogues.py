"""Every word that the software says exists in French and Italian, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tracker.publish.languages import LANGUAGES, LOCALES

ROOT = Path(__file__).parents[2]
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def spoken() -> dict[str, tuple[str, ...]]:
    """Every message of code and templates, by its (singular) text, with its forms."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, tuple[str, ...]] = {}
    for _, _, message, _, _ in extract_from_dir(ROOT, methods, options):
        forms = tuple(message) if isinstance(message, tuple | list) else (message,)
        found[forms[0]] = max(forms, found.get(forms[0], ()), key=len)
    return found


@pytest.fixture(scope="module")
def messages() -> dict[str, tuple[str, ...]]:
    return spoken()


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "tracker.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(language: str) -> dict[str, Message]:
    made = {}
    for message in catalogue(language):
        if message.id:
            made[message.id if isinstance(message.id, str) else message.id[0]] = message
    return made


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str, messages: dict[str, tuple[str, ...]]) -> None:
    translated = entries(language)
    missing = [
        text
        for text in messages
        if text not in translated or not all(_forms(translated[text])) or translated[text].fuzzy
    ]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_message_that_is_gone(
    language: str, messages: dict[str, tuple[str, ...]]
) -> None:
    assert sorted(set(entries(language)) - set(messages)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_places_of_their_message(language: str) -> None:
    wrong = []
    for message in entries(language).values():
        forms = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set(PLACES.findall(forms[-1]))
        for form in _forms(message):
            # A singular may leave its number out: “one action is late”.
            places = set(PLACES.findall(form))
            if not (places <= wanted and (places == wanted or len(forms) > 1)):
                wrong.append((forms[0], form))
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_as_many_forms_as_the_catalogue_says(
    language: str, messages: dict[str, tuple[str, ...]]
) -> None:
    forms = catalogue(language).num_plurals
    wrong = [
        text
        for text, message in entries(language).items()
        if len(messages.get(text, ())) > 1 and len(_forms(message)) != forms
    ]
    assert wrong == []


def test_french_keeps_high_punctuation_and_quotation_marks_with_their_words() -> None:
    apart = re.compile(r" [:;?!»](?!//)|« |\u00a0[;?!]|\u202f:")
    assert [form for one in entries("fr").values() for form in _forms(one) if apart.search(form)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_apostrophes_and_quotation_marks_are_those_of_print(language: str) -> None:
    typed = re.compile(r"\w'\w|[“”]|\.\.\.")
    assert [form for one in entries(language).values() for form in _forms(one) if typed.search(form)] == []


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
