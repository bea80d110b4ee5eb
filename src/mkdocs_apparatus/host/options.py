"""The plugin's options; those of mkdocs-bibtex are taken over as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig

from ..bib import Bibliography
from ..cache import Cache
from ..citations.bib_files import Fetched, load
from ..citations.csl_reading import StyleError
from ..citations.pandoc import TIMEOUT
from ..citations.styles import Style, find_style, style_of
from ..iso import date_of
from ..model import EditionInfo, Name, Problem
from ..publication import permalinks
from ..publication.ledger_checks import forgotten
from ..publication.revision import Build, committed
from ..registers.names import Index
from ..registers.timeline import Timeline
from . import downloads
from .essays import EssayFolders
from .offline import is_copy

Data = TypeVar("Data", Index, Timeline)

DEFAULT_STYLE = "chicago-notes-bibliography"


class EditionOptions(base.Config):
    """What the edition says of itself, wherever it is named or cited.

    `authors` and `editors` are written "Family, Given", bodies without a comma; `date` is
    ISO 8601; `label` as in "First edition"; `language` a BCP 47 tag; `licence` an address;
    `about` the BibTeX key of the work that the edition is of; `scripts` the languages of words
    in other scripts, `{Han: zh-Hans, Cyrillic: ru}`.
    """

    title = c.Optional(c.Type(str))
    subtitle = c.Type(str, default="")
    authors = c.ListOfItems(c.Type(str), default=[])
    editors = c.ListOfItems(c.Type(str), default=[])
    publisher = c.Type(str, default="")
    date = c.Optional(c.Type((str, date, int)))
    label = c.Type(str, default="")
    language = c.Optional(c.Type(str))
    licence = c.Type(str, default="")
    about = c.Type(str, default="")
    scripts = c.DictOfItems(c.Type(str), default={})


class ApparatusConfig(base.Config):
    """mkdocs-bibtex's options, as its class `BibTexConfig` has them, and:

    style: a CSL style's name, or the path of a `.csl` file relative to `mkdocs.yml`.
    essay: the folder of the sections through which notes are numbered, or a list of folders.
    index, timeline: the data files of the index of names and of the timeline, relative to
        the docs folder; either may be missing.
    search: whether Material's search field asks our worker instead of Material's; `pagefind`
        lets it ask Pagefind instead of an index that each reader fetches whole.
    look: `edition` for that of an edition, on Material's theme; none by default.
    uncited: which entries that nothing cites are a problem: none (`ignore`), those that no list
        prints (`unlisted`), or `all`.
    notes: where notes stand, at the `end` of their page, or also in its `margin` where a style
        sheet makes one; `end` is there on paper and on narrow screens in any case.
    pandoc_timeout: how many seconds pandoc may take to answer.
    allow_http: whether files are fetched by http too, which anybody on the way may change.
    publish_fields: fields of the bibliography that are published although reference managers
        keep them for their owner (`bib_fields`).
    edition: see `EditionOptions`.
    """

    bib_file = c.Optional(c.Type(str))
    bib_dir = c.Optional(c.Dir(exists=True))
    csl_file = c.Optional(c.Type(str))
    csl_file_encoding = c.Optional(c.Type(str))
    # Of mkdocs-bibtex 1 to 3, and without effect.
    cite_style = c.Optional(c.Type(str))
    cite_inline = c.Optional(c.Type(bool))
    unescape_for_arithmatex = c.Optional(c.Type(bool))

    bib_command = c.Type(str, default="\\bibliography")
    full_bib_command = c.Type(str, default="\\full_bibliography")
    bib_by_default = c.Type(bool, default=True)
    footnote_format = c.Type(str, default="{key}")
    enable_inline_citations = c.Type(bool, default=True)

    style = c.Type(str, default=DEFAULT_STYLE)
    essay = EssayFolders("essay/")
    index = c.Type(str, default="data/index.yml")
    timeline = c.Type(str, default="data/timeline.yml")
    search = c.Choice((True, False, "pagefind"), default=True)
    look = c.Optional(c.Choice(("edition",)))
    uncited = c.Choice(("ignore", "unlisted", "all"), default="ignore")
    notes = c.Choice(("end", "margin"), default="end")
    pandoc_timeout = c.Type(int, default=TIMEOUT)
    allow_http = c.Type(bool, default=False)
    publish_fields = c.ListOfItems(c.Type(str), default=[])
    edition = c.SubConfig(EditionOptions)


def shown(path: Path, base_dir: Path) -> str:
    """Say how problems name a file: relative to `mkdocs.yml` where it lies beside it."""
    path = path.resolve()
    return (path.relative_to(base_dir) if path.is_relative_to(base_dir) else path).as_posix()


def bib_files(config: ApparatusConfig, base_dir: Path) -> list[tuple[Path | Fetched, str]]:
    """List the `.bib` files and how problems name them, relative to `mkdocs.yml`.

    Raises `OSError` when there is none, `DownloadError` when an address cannot be fetched.
    """
    if config.bib_file and downloads.is_address(config.bib_file):
        fetched = downloads.download(config.bib_file, allow_http=config.allow_http)
        return [(fetched, downloads.shown(config.bib_file))]
    if config.bib_file:
        return [(base_dir / config.bib_file, config.bib_file)]
    folder = base_dir / (config.bib_dir or "")
    found = sorted(folder.rglob("*.bib"))
    if not found:
        raise OSError("it holds no .bib file")
    return [(path, shown(path, base_dir)) for path in found]


def load_bibliography(config: ApparatusConfig, base_dir: Path, config_name: str) -> Bibliography:
    """Load the site's `.bib` files; whatever keeps them from loading is a problem."""
    name = config.bib_file or config.bib_dir
    if not name:
        message = "no bibliography is set; give 'bib_file' or 'bib_dir' to the plugin"
        return Bibliography(problems=(Problem(config_name, 0, "no-bibliography", message),))
    try:
        publish = {name.lower() for name in config.publish_fields}
        return load(bib_files(config, base_dir), publish)
    except downloads.DownloadError as error:
        name, message = downloads.shown(name), f"cannot be read: {error}"
    except OSError as error:
        reason = " ".join(str(error).split())
        message = f"cannot be read: {reason}; check the plugin's options in {config_name}"
        name = shown(base_dir / name, base_dir)
    return Bibliography((name,), problems=(Problem(name, 0, "bad-bibtex", message),))


def unread(bibliography: Bibliography) -> tuple[Problem, ...]:
    """Say why there is nothing in a bibliography, which is nobody's fault but its own."""
    return () if bibliography.entries else bibliography.problems


def load_style(
    config: ApparatusConfig, base_dir: Path, config_name: str
) -> tuple[Style | None, list[Problem]]:
    """Find the CSL style; `csl_file` counts where `style` is left at its default."""
    chosen = config.style != DEFAULT_STYLE
    name = config.style if chosen else config.csl_file or config.style
    try:
        if downloads.is_address(name):
            data = downloads.download(name, allow_http=config.allow_http).data
            address = downloads.shown(name)
            return style_of(data, Path(address), address), []
        return find_style(name, base_dir), []
    except (StyleError, downloads.DownloadError, OSError) as error:
        message = " ".join(str(error).split())
        return None, [Problem(config_name, 0, "bad-style", message)]


def load_ledger(path: Path) -> permalinks.Ledger:
    """Load the ledger of published addresses, empty where there is none.

    What git knows to have stood in it, and stands there no more, is a problem.
    """
    text, problem = "", None
    if path.exists() or path.is_symlink():
        text, problem = read_text(path, path.name, "bad-ledger")
    if problem:
        return permalinks.Ledger(problems=(problem,))
    ledger = permalinks.parse(text)
    before = permalinks.parse(committed(path).decode("utf-8-sig", "replace"))
    return replace(ledger, problems=(*ledger.problems, *forgotten(ledger, before, text)))


def load_data(
    path: Path, base_dir: Path, load: Callable[[str, str, Cache], Data], cache: Cache
) -> Data | None:
    """Load a data file, if it is there; `load` takes its text, and how problems name it."""
    if not path.exists() or path.is_dir():
        return None
    name = shown(path, base_dir)
    text, problem = read_text(path, name, "bad-data")
    found = load(text, name, cache)
    return replace(found, problems=(problem,)) if problem else found


def read_text(path: Path, name: str, code: str) -> tuple[str, Problem | None]:
    """Read a file of the site, which must be UTF-8; what keeps it from being read is a problem."""
    if path.exists() and not path.is_file():  # a pipe would be waited for
        return "", Problem(name, 0, code, "it is no file; put one in its place")
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return "", Problem(name, 0, code, f"it cannot be read: {reason}; check its permissions")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"it is not UTF-8 here: {error.reason}; save it as UTF-8"
        return "", Problem(name, line, code, message)


def info_of(
    options: EditionOptions, config: MkDocsConfig, build: Build, language: str
) -> EditionInfo:
    """Say what the edition is; its date is that of the build where none is set."""
    return EditionInfo(
        title=options.title or config.site_name,
        subtitle=options.subtitle,
        authors=tuple(map(name_of, options.authors)),
        editors=tuple(map(name_of, options.editors)),
        publisher=options.publisher,
        date=date_of(options.date) or build.date,
        label=options.label,
        language=language,
        licence=options.licence,
        url=f"{config.site_url.rstrip('/')}/" if config.site_url else "",
        commit=build.commit,
        is_copy=is_copy(config),
        scripts=tuple(options.scripts.items()),
    )


def name_of(written: str) -> Name:
    """Read a name as it is written in options: "Family, Given", a body without a comma."""
    family, comma, given = written.partition(",")
    return Name(family.strip(), given.strip()) if comma else Name(literal=written.strip())
