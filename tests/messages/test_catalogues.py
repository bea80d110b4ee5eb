"""Catalogues hold a text for every message, fit their messages, and are chosen by language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from mkdocs_apparatus.messages.catalogues import EVERY, OURS, PLACE, speech_of
from mkdocs_apparatus.messages.speech import ENGLISH, Speech
from mkdocs_apparatus.publication.previews import WORDS
from mkdocs_apparatus.registers.dates import read_date
from tests.conftest import ROOT

LANGUAGES = ("de", "es", "fr", "zh_Hans", "zh_Hant")
MARKUP = re.compile(r"<[^>]*>")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, path.stem if path.suffix == ".po" else None)


def messages(path: Path) -> dict[tuple[str, tuple[str, ...]], Message]:
    return {(one.context or "", ids(one)): one for one in read(path) if one.id}


def ids(one: Message) -> tuple[str, ...]:
    return (one.id,) if isinstance(one.id, str) else tuple(one.id)


def texts(one: Message) -> tuple[str, ...]:
    return (one.string,) if isinstance(one.string, str) else tuple(one.string)


def test_every_message_is_gathered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `make messages` does."""
    keywords = re.search(r'^KEYWORDS := -k "(.+)"$', (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert keywords
    now = tmp_path / "messages.pot"
    options = ["-F", str(ROOT / "pyproject.toml"), "-k", keywords[1], "-o", str(now)]
    source = str(ROOT / "src")
    CommandLineInterface().run(["pybabel", "-q", "extract", *options, "--no-location", source])
    assert messages(now).keys() == messages(EVERY).keys(), "run `make messages`"


TEMPLATES = sorted(
    [
        *(OURS.parent / "publication/templates").glob("*.html"),
        *(OURS.parent / "publication/look/theme").glob("*.html"),
    ]
)
SAID = re.compile(r"<script.*?</script>|\{#.*?#\}|\{% trans .*?endtrans %\}", re.DOTALL)
LOGIC = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
NAMED = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"]*)"')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(template: Path) -> None:
    text = LOGIC.sub("", SAID.sub("", template.read_text("utf-8")))
    words = [MARKUP.sub(" ", text), *NAMED.findall(text)]
    assert not re.findall(r"[^\W\d_]{2,}", " ".join(words))


def test_scripts_say_what_is_gathered() -> None:
    script = (OURS.parent / "publication/assets/apparatus.js").read_text("utf-8")
    for words in (one.replace("%(number)s", "#") for one in WORDS):
        # The last two are made of one text and what was chosen.
        assert f'"{words}"' in script or words.rpartition(" ")[0] in script
    said = set(re.findall(r'told\((?:[^()]*")?([^"`]+)["`]\)', script))
    assert said <= {*WORDS, "Annotations ${choice}"}
    assert not re.search(r'say\(["`]', script)


def test_catalogues_are_those_that_are_promised() -> None:
    assert sorted(path.stem for path in OURS.glob("*.po")) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_has_a_text_that_fits(language: str) -> None:
    held = messages(OURS / f"{language}.po")
    assert held.keys() == messages(EVERY).keys(), "run `make messages`"
    forms = read(OURS / f"{language}.po").num_plurals
    for (_, written), one in held.items():
        assert not one.fuzzy, written
        assert len(texts(one)) == (forms if len(written) > 1 else 1), written
        for text in texts(one):
            assert text, written
            known = {found[1] for each in written for found in PLACE.finditer(each)}
            found = {place[1] for place in PLACE.finditer(text)}
            if "ordinal" in known:  # which other languages write otherwise
                assert found in ({"number"}, {"roman"}), written
            else:
                assert found == known, written
            assert sorted(MARKUP.findall(text)) == sorted(MARKUP.findall(written[0])), written


@pytest.mark.parametrize("language", LANGUAGES)
def test_punctuation_is_that_of_the_language(language: str) -> None:
    for one in messages(OURS / f"{language}.po").values():
        for text in map(str, texts(one)):
            plain = PLACE.sub("x", MARKUP.sub("", text))
            if language.startswith("zh"):
                assert not re.search("(?<=[\u4e00-\u9fff])[,;:!?()]|[,;:!?]$", plain), text
            elif language == "fr":
                assert not re.search("(?<![\u00a0\u202f])[;:!?»]|«(?!\u202f)|\"|'", plain), text


TAGS = {
    "de": "Notes:Anmerkungen",
    "de-AT": "Notes:Anmerkungen",
    "fr-CA": "Notes:Notes",
    "es-MX": "Notes:Notas",
    "zh": "Notes:注释",
    "zh-CN": "Notes:注释",
    "zh-Hans": "Notes:注释",
    "zh-TW": "Notes:註釋",
    "zh-HK": "Notes:註釋",
    "zh-Hant": "Notes:註釋",
    "en": "Notes:Notes",
    "en-US": "Notes:Notes",
}


@pytest.mark.parametrize(("tag", "said"), TAGS.items())
def test_regions_and_scripts_fall_back(tag: str, said: str) -> None:
    found = speech_of(tag)
    message, _, text = said.partition(":")
    assert (found.speech.say(message), found.lacking, found.problems) == (text, 0, ())
    assert found.speech.tag.partition("-")[0] == tag.partition("-")[0]


@pytest.mark.parametrize("tag", ["pt", "tlh", "und", "x-mine"])
def test_a_language_without_messages_is_spoken_to_in_english(tag: str) -> None:
    assert speech_of(tag).speech == ENGLISH


PORTUGUESE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Notes"
msgstr "Notas"

msgid "Cite"
msgstr ""

#, fuzzy
msgid "Close"
msgstr "Talvez"

msgid "Copied"
msgstr "%(what)s copiado"
"""


def test_a_site_adds_a_language(tmp_path: Path) -> None:
    (tmp_path / "pt.po").write_text(PORTUGUESE, "utf-8")
    found = speech_of("pt-BR", [tmp_path], tmp_path)
    speech = found.speech
    said = [speech.say(one) for one in ("Notes", "Cite", "Close", "Copied")]
    assert said == ["Notas", "Cite", "Close", "Copied"]
    assert found.lacking == len(messages(EVERY)) - 1
    assert [str(one) for one in found.problems] == [
        "pt.po:14: bad-messages: the text of 'Copied' cannot be filled, and is said in English; "
        "write no '%' in it"
    ]
    assert read_date("1917-11-07", speech).words == "7 de novembro de 1917"


def test_a_site_changes_messages(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text('msgid "Notes"\nmsgstr "Fußnoten"\n', "utf-8")
    (tmp_path / "de-AT.po").write_text('msgid "Cite"\nmsgstr "Anführen"\n', "utf-8")
    speech = speech_of("de-AT", [tmp_path]).speech
    assert [speech.say(one) for one in ("Notes", "Cite", "Close")] == [
        *("Fußnoten", "Anführen", "Schließen")
    ]
    assert read_date("1917-01", speech).words == "Jänner 1917"
    assert speech_of("de", [tmp_path]).speech.say("Cite") == "Zitieren"


BROKEN = {
    "Notes are Anmerkungen\n": "cannot be read",
    'msgid "Notes"\nmsgstr "\xff"\n': "cannot be read",
}


@pytest.mark.parametrize(("text", "said"), BROKEN.items())
def test_a_catalogue_that_cannot_be_read_is_one_problem(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "de.po").write_text(text, "latin-1")
    found = speech_of("de", [tmp_path], tmp_path)
    assert found.speech.say("Notes") == "Anmerkungen"
    (problem,) = found.problems
    assert str(problem).startswith("de.po:")
    assert said in problem.message


def test_numbers_have_their_form() -> None:
    one, many = (
        "%(name)s in %(section)s: %(num)s citation",
        "%(name)s in %(section)s: %(num)s citations",
    )
    said = {
        (tag, number): speech_of(tag).speech.say_many(one, many, number, name="A", section="B")
        for tag in ("en", "de", "fr", "zh")
        for number in (0, 1, 2)
    }
    assert said["en", 1] == "A in B: 1 citation"
    assert said["en", 0] == "A in B: 0 citations"
    assert said["de", 2] == "A in B: 2 Zitate"
    assert said["fr", 0] == "A dans B\u00a0: 0 citation"
    assert said["zh", 1] == "B引用A：1次"


QUOTED = {"en": "“a ‘b’”", "de": "„a ‚b‘“", "fr": "«\u202fa “b”\u202f»", "zh-Hant": "「a『b』」"}


@pytest.mark.parametrize(("tag", "said"), QUOTED.items())
def test_quotation_marks(tag: str, said: str) -> None:
    assert speech_of(tag).speech.quoted("a “b”" if tag != "zh-Hant" else "a「b」") == said


DATES = {
    "1989-05-01": "1. Mai 1989|1er mai 1989|1 de mayo de 1989|1989年5月1日|1989年5月1日",
    "1848": "1848|1848|1848|1848年|1848年",
    "1917-11": "November 1917|novembre 1917|noviembre de 1917|1917年11月|1917年11月",
    "1989-05-15/1989-05-18": "15.–18. Mai 1989|15–18 mai 1989|15–18 de mayo de 1989|"
    "1989年5月15日至18日|1989年5月15日至18日",
    "{1989-05-15,1989-05-16,1989-05-18}": "15., 16. und 18. Mai 1989|15, 16 et 18 mai 1989|"
    "15, 16 y 18 de mayo de 1989|1989年5月15日、16日和18日|1989年5月15日、16日和18日",
    "1860/1879": "1860–1879|1860–1879|1860–1879|1860–1879年|1860至1879",
    "18XX": "19. Jahrhundert|XIXe siècle|siglo XIX|19世纪|19世紀",
    "00XX": "1. Jahrhundert|Ier siècle|siglo I|1世纪|1世紀",
    "198X~": "ca. 1980er Jahre|vers les années 1980|hacia la década de 1980|约1980年代|約1980年代",
    "1870/..": "seit 1870|depuis 1870|desde 1870|1870年以来|1870年以來",
    "../1989-05-18": "bis zum 18. Mai 1989|jusqu’au 18 mai 1989|hasta el 18 de mayo de 1989|"
    "至1989年5月18日|至1989年5月18日",
    "1917-21": "Frühjahr 1917|printemps 1917|primavera de 1917|1917年春季|1917年春季",
    "1930?": "vielleicht 1930|peut-être 1930|quizá 1930|可能为1930年|可能為1930年",
    "-0043-03-15": "15. März 44 v. Chr.|15 mars 44 av. J.-C.|15 de marzo de 44 a. C.|"
    "公元前44年3月15日|西元前44年3月15日",
    "1917-11-XX": "November 1917 (Tag unbekannt)|novembre 1917 (jour inconnu)|"
    "noviembre de 1917 (día desconocido)|1917年11月（日不详）|1917年11月（日不詳）",
    "[1917,1918]": "1917 oder 1918|1917 ou 1918|1917 o 1918|1917年或1918年|1917年或1918年",
}


@pytest.mark.parametrize(("date", "said"), DATES.items())
def test_dates_are_said_in_each_language(date: str, said: str) -> None:
    tags = ("de", "fr", "es", "zh-Hans", "zh-Hant")
    for tag, words in zip(tags, said.split("|"), strict=True):
        spoken = read_date(date, speech_of(tag).speech).words
        assert re.sub("[\u00a0\u202f]", " ", spoken) == words


AFTER = {
    "since the %(decade)s": "seit den 1980er Jahren|depuis les années 1980|desde la década de 1980",
    "until the %(century)s": "bis zum 19. Jahrhundert|jusqu’au XIXe siècle|hasta el siglo XIX",
    "from the %(part)s": "ab dem 1. Halbjahr 1900|dès le premier semestre 1900|"
    "a partir del primer semestre de 1900",
    "since %(season)s": "seit Sommer 1917|été 1917 et après|desde verano de 1917",
}


@pytest.mark.parametrize(("message", "said"), AFTER.items())
def test_articles_are_those_of_the_language(message: str, said: str) -> None:
    for tag, words in zip(("de", "fr", "es"), said.split("|"), strict=True):
        speech = speech_of(tag).speech
        values = {"number": 19, "roman": "XIX"}
        named = {
            "decade": speech.say("%(year)ss", year=1980),
            "century": speech.ngettext("%(ordinal)s century", "", 19) % values,
            "part": speech.say("first half of %(year)s", year=1900),
            "season": speech.say("summer %(year)s", year=1917),
        }
        kind = re.findall(r"\((\w+)\)", message)[0]
        assert speech.say(message, **{kind: named[kind]}) == words


def test_american_dates_are_american() -> None:
    assert read_date("1989-05-15/1989-05-18", Speech("en-US")).words == "May 15–18, 1989"
