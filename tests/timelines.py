"""An edition and a timeline in small, for the tests of figures."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

from mkdocs_apparatus.model import Citation, Edition, Paragraph, Place, Section, Source

SVG = "{http://www.w3.org/2000/svg}"

TIMELINE = """\
periods:
  - name: Parliaments
    dates: 1840/1904
  - name: Councils & soviets
    dates: 1905/1935
events:
  - date: 1848
    origin: essay
    place: Europe
    event: A wave of *revolutions*.
    paragraphs: [road#p1]
    sources: [walder1993]
    remark: Begins in Sicily.
  - date: 1848
    origin: essay
    event: Another.
    paragraphs: [road#p2, end#p1]
  - date: 184X
    origin: supplied
    event: 1848. & all that.
    paragraphs: [road#p1]
  - date: 1917-11-07
    origin: essay
    event: October.
    paragraphs: [end#p1]
    id: october
  - date: 1905~/..
    origin: essay
    event: It goes on.
    paragraphs: [end#p1]
"""


def place(section: str, paragraph: str, number: int) -> Place:
    found = Paragraph(paragraph[1:], paragraph)
    url = f"essay/{section}/#fnref:{number}"
    return Place(url, section, section, found, number, Citation("x"))


def source(key: str, *cited: Place, url: str | None = "", **csl: object) -> Source:
    where = f"sources/#{key}" if url == "" else url
    title = str(csl.get("title", key))
    return Source(key, where, "book", f"<i>{title}</i>", "", dict(csl), cited, title)


def year(number: int) -> dict[str, object]:
    return {"date-parts": [[number]]}


def edition(*sources: Source) -> Edition:
    sections = tuple(
        Section(slug, f"essay/{slug}/", number, title, (Paragraph("1", "p1"), Paragraph("2", "p2")))
        for number, (slug, title) in enumerate([("road", "The road"), ("end", "The end")], 1)
    )
    return Edition(sections, (), sources, {}, "sources/", ())


WALDER = source(
    "walder1993",
    author=[{"family": "Walder", "given": "Andrew"}, {"family": "Gong", "given": "Xiaoxia"}],
    issued=year(1993),
)


def figure(html: str) -> ElementTree.Element:
    """The first SVG of a page; parsing it shows that it is well-formed."""
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(
        found[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )


def titles(svg: ElementTree.Element) -> dict[str, str]:
    """The title of each link of a figure by its target."""
    return {link.attrib["href"]: link.findtext(f"{SVG}title", "") for link in svg.iter(f"{SVG}a")}


def words(element: Tag | BeautifulSoup) -> str:
    return " ".join(element.get_text().split())
