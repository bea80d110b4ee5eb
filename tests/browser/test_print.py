"""A section on paper: all words of text, notes and annotations, and nothing to press."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import words
from playwright.sync_api import Page
from pypdf import PdfReader

from .conftest import NewPage

SECTIONS = ["essay/democracy-in-the-factory/", "essay/the-road-to-tiananmen/"]
NO_WORDS = "sup, button, .footnote-backref, .annotation-foot"
LEAST_CONTRAST = 4.5

COLOURS = """() => [...document.querySelectorAll("article *")]
  .filter((one) => one.checkVisibility() && !one.closest("svg")
    && [...one.childNodes].some((each) => each.nodeType === 3 && each.data.trim()))
  .map((one) => [one.textContent.slice(0, 40), getComputedStyle(one).color])"""


HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]")
"""A Han character, or a radical: of 户 and ⼾, which look the same, a PDF may name either."""


def letters(text: str) -> str:
    """Letters and digits only: ligatures, hyphens, spaces and line breaks do not count."""
    plain = unicodedata.normalize("NFKC", HAN.sub("字", text))
    return "".join(one for one in plain if one.isalnum())


@dataclass(frozen=True)
class Printed:
    """The letters of a section's PDF, and its page as HTML."""

    letters: str
    html: BeautifulSoup

    def places(self, selector: str) -> list[int]:
        """Where the letters of each element begin on paper; the test fails if some are missing."""
        return [self._place(one) for one in self.html.select(selector)]

    def _place(self, element: Tag) -> int:
        copy = BeautifulSoup(str(element), "html.parser")
        for one in copy.select(NO_WORDS):
            one.decompose()
        wanted = letters(copy.get_text())
        assert wanted
        assert wanted in self.letters, f"not printed as a whole: {words(copy)}"
        return self.letters.index(wanted)


PrintOut = Callable[..., Printed]


@pytest.fixture(scope="module")
def made() -> dict[str, Printed]:
    return {}


@pytest.fixture
def print_out(new_page: NewPage, made: dict[str, Printed]) -> PrintOut:
    """Print a page; the same for the same reader is printed once."""

    def run(url: str, **options: object) -> Printed:
        options = {"width": 1440, **options}
        name = f"{url} {sorted(options.items())}"
        if name not in made:
            made[name] = printed(new_page(**options), url)
        return made[name]

    return run


def hidden(marker: Tag, url: str) -> bool:
    return "annotations=off" in url and "annotation-sign" in (marker.get("class") or ())


def printed(page: Page, url: str) -> Printed:
    page.goto(url)
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    html = BeautifulSoup(page.request.get(page.url).text(), "html.parser")
    for marker in html.select("sup:has(> .footnote-ref), .annotation-sign"):
        # They are printed; what stands before and after one is printed beside it.
        marker.replace_with("" if hidden(marker, url) else marker.get_text())
    return Printed(letters("\n".join(texts_of(pdf))), html)


def texts_of(pdf: PdfReader) -> list[str]:
    """The text of each sheet, without its number."""
    texts = [one.extract_text().strip() for one in pdf.pages]
    assert [one.partition("\n")[0] for one in texts] == [str(at + 1) for at in range(len(texts))]
    return [one.partition("\n")[2] for one in texts]


@pytest.mark.parametrize("url", SECTIONS)
@pytest.mark.parametrize(
    "options", [{"width": 1440}, {"width": 390}, {"java_script_enabled": False, "width": 390}]
)
def test_all_is_printed_in_its_order(
    print_out: PrintOut, url: str, options: dict[str, object]
) -> None:
    printed = print_out(url, **options)
    paragraphs = printed.places("p[data-paragraph]")
    notes = printed.places(".footnote > ol > li")
    titles = printed.places("details.annotation .annotation-title")
    annotations = printed.places("details.annotation .annotation-body")
    assert paragraphs
    assert notes
    assert annotations
    in_order = [*paragraphs, *notes, *annotations]
    assert in_order == sorted(in_order)
    assert len(titles) == len(annotations)


@pytest.mark.parametrize("url", SECTIONS)
def test_a_printed_annotation_names_its_paragraph(print_out: PrintOut, url: str) -> None:
    printed = print_out(url)
    for one in printed.html.select("details.annotation"):
        kind, title = one.select_one(".annotation-type"), one.select_one(".annotation-title")
        assert kind is not None
        assert title is not None
        number = letters(str(kind["data-paragraph-number"]))
        # Small capitals may be printed as capitals.
        key = one.select_one(".annotation-key")
        assert key is not None
        heading = letters(f"{key.get_text()}{number}{kind.get_text()}{title.get_text()}").casefold()
        assert heading in printed.letters.casefold()
    for paragraph in printed.html.select("p[data-paragraph]"):
        begin = letters(paragraph.get_text())[:40]
        assert f"{paragraph['data-paragraph']}{begin}" in printed.letters


@pytest.mark.parametrize("url", SECTIONS)
def test_nothing_to_press_is_printed(new_page: NewPage, print_out: PrintOut, url: str) -> None:
    printed = print_out(url)
    for phrase in ("Cite this", "Copy", "Reading: essay only", "Back to the text", "Search"):
        assert letters(phrase) not in printed.letters
    page = new_page()
    page.goto(url)
    page.emulate_media(media="print")
    seen = page.locator("article :is(button, summary, input, .reading-switch, .footnote-backref)")
    visible = seen.evaluate_all(
        "all => all.filter((one) => one.checkVisibility()).map((one) => one.localName)"
    )
    assert set(visible) <= {"summary"}  # the titles of annotations
    assert page.evaluate("!document.querySelector('.md-header').checkVisibility()")


@pytest.mark.parametrize("url", SECTIONS)
def test_essay_only_is_printed_without_annotations(print_out: PrintOut, url: str) -> None:
    printed = print_out(f"{url}?annotations=off")
    assert printed.places("p[data-paragraph]")
    assert printed.places(".footnote > ol > li")
    for one in printed.html.select(".annotation-body > p:first-child"):
        assert letters(one.get_text()) not in printed.letters
    assert "Annotations" not in printed.letters


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_can_be_read_on_white_paper(new_page: NewPage, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(SECTIONS[0])
    page.emulate_media(media="print", color_scheme=scheme)
    colours = page.evaluate(COLOURS)
    assert colours
    for text, colour in colours:
        assert contrast_with_white(colour) >= LEAST_CONTRAST, (text, colour)


def contrast_with_white(colour: str) -> float:
    """The contrast of `rgb(…)` or `rgba(…)` with white, after WCAG 2.2."""
    parts = [float(one) for one in colour[colour.index("(") + 1 : -1].split(",")]
    alpha = parts[3] if len(parts) > 3 else 1.0
    mixed = [(one * alpha + 255 * (1 - alpha)) / 255 for one in parts[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in mixed
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize(
    ("url", "sheet"), [("essay/introduction/", "Letter"), ("sources/", "A4"), ("404.html", "A4")]
)
def test_no_sheet_is_empty_and_no_heading_ends_one(new_page: NewPage, url: str, sheet: str) -> None:
    page = new_page(1440)
    page.goto(url)
    texts = texts_of(PdfReader(BytesIO(page.pdf(format=sheet))))
    assert all(texts)
    assert not [one for one in texts if one.endswith("Annotations")]
    assert texts[0].partition("\n")[0].count(", printed ") == 1
