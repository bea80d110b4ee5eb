"""What publishes the site: the workflows of two hosts, and headers for three kinds of server."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

GITHUB = ".github/workflows/pages.yml"
NIGHTLY = ".github/workflows/fidelity.yml"
GITLAB = ".gitlab-ci.yml"
YEAR = "public, max-age=31536000, immutable"
TYPES = {
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".json": "application/vnd.citationstyles.csl+json",
}
SYSTEM = ("sudo apt-get", "apt-get", "mv site public")
"""What a runner is prepared with; all else is the Makefile's."""


def load(name: str) -> dict[Any, Any]:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def commands() -> Iterator[str]:
    """Every shell command of all workflows."""
    jobs = [job for name in (GITHUB, NIGHTLY) for job in load(name)["jobs"].values()]
    for job in jobs:
        for step in job["steps"]:
            yield from re.split(r"&&|\n", step.get("run", ""))
    for job in load(GITLAB).values():
        if isinstance(job, dict):
            yield from (*job.get("before_script", ()), *job.get("script", ()))


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())


def test_workflows_call_make_and_nothing_else() -> None:
    called = set()
    for command in filter(None, map(str.strip, commands())):
        if command.startswith(SYSTEM):
            continue
        make, *arguments = shlex.split(command)
        assert make == "make", command
        called.update(arguments)
    assert called == {"test", "site", "plugins", "fidelity"}
    assert called <= targets()


def test_github_deploys_main_and_only_tests_a_pull_request() -> None:
    workflow = load(GITHUB)
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {"contents": "read"}
    assert "if" not in jobs["test"]
    assert "permissions" not in jobs["test"]
    assert jobs["build"]["needs"] == "test"
    assert "github.event_name != 'pull_request'" in jobs["build"]["if"]
    assert "github.ref == 'refs/heads/main'" in jobs["build"]["if"]
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert jobs["deploy"]["environment"]["name"] == "github-pages"
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", one["uses"]) for one in steps if "uses" in one)
    checkouts = [one["with"] for one in steps if one.get("uses", "").startswith("actions/checkout")]
    assert {one["fetch-depth"] for one in checkouts} == {0}
    assert {one["persist-credentials"] for one in checkouts} == {False}


def test_both_build_for_the_address_they_publish_at() -> None:
    """Only there: tests know the address that stands in mkdocs.yml."""
    build = next(one for one in load(GITHUB)["jobs"]["build"]["steps"] if "env" in one)
    assert build["run"] == "make site"
    assert build["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}/"}
    pages = load(GITLAB)["pages"]
    assert pages["variables"] == {"SITE_URL": "$CI_PAGES_URL/"}
    assert pages["artifacts"]["paths"] == ["public"]
    for name in (GITHUB, GITLAB):
        assert (ROOT / name).read_text("utf-8").count("SITE_URL:") == 1
        assert "secrets." not in (ROOT / name).read_text("utf-8")


def rules(site: Path) -> dict[str, dict[str, str]]:
    """The rules of `_headers`: a path with `*`, and its headers."""
    found: dict[str, dict[str, str]] = {}
    for line in (site / "_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            headers = found[line] = {}
        elif line.strip() and not line.startswith("#"):
            assert line.startswith("  ")
            name, _, value = line.strip().partition(": ")
            headers[name] = value
    return found


def files(site: Path) -> list[str]:
    paths = (one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file())
    return [f"/{path}" for path in paths if path != "_headers"]


def sent(site: Path, path: str) -> dict[str, str]:
    """What `_headers` sends with a file; a header that two rules set would be sent joined."""
    headers: dict[str, str] = {}
    for pattern, more in rules(site).items():
        if fnmatchcase(path, pattern):
            assert not headers.keys() & more.keys(), path
            headers |= more
    return headers


def test_every_rule_names_something_that_is_published(edition_site: Path) -> None:
    paths = files(edition_site)
    for pattern in rules(edition_site):
        assert any(fnmatchcase(path, pattern) for path in paths), pattern
        assert pattern.count("*") <= 1, pattern  # Cloudflare allows one


def test_only_what_has_a_fingerprint_is_kept_for_a_year(edition_site: Path) -> None:
    fingerprint = re.compile(r"\.[0-9a-f]{8}\.min\.(css|js)$")
    kept = {one for one in files(edition_site) if "Cache-Control" in sent(edition_site, one)}
    assert kept == {one for one in files(edition_site) if fingerprint.search(one)}
    assert len(kept) >= 4
    assert {sent(edition_site, one)["Cache-Control"] for one in kept} == {YEAR}


def test_reference_files_have_their_types(edition_site: Path) -> None:
    others = {"/edition.json", "/search/search_index.json"}
    for path in files(edition_site):
        told = sent(edition_site, path).get("Content-Type", "").partition(";")[0]
        assert told == ("" if path in others else TYPES.get(Path(path).suffix, "")), path


def nginx() -> str:
    return (ROOT / "deploy/nginx.conf").read_text("utf-8")


def test_nginx_sends_the_same_headers(edition_site: Path) -> None:
    added = re.findall(r'^ +add_header ([\w-]+) (?:"([^"]+)"|(\S+)) always;', nginx(), re.M)
    assert {name: quoted or bare for name, quoted, bare in added} == rules(edition_site)["/*"]


def test_nginx_keeps_the_same_files_for_a_year(edition_site: Path) -> None:
    pattern, value = re.search(r'"~(/assets/.+)"\s+"(.+)";', nginx()).groups()
    assert value == YEAR
    for path in files(edition_site):
        assert bool(re.search(pattern, path)) == ("Cache-Control" in sent(edition_site, path)), path


@pytest.mark.parametrize("suffix", TYPES)
def test_nginx_gives_the_same_types(edition_site: Path, suffix: str) -> None:
    locations = re.findall(r"location ~ (\S+) \{\s+types \{ (\S+) (\w+); \}", nginx())
    pattern = next(one[0] for one in locations if one[1:] == (TYPES[suffix], suffix[1:]))
    for path in files(edition_site):
        told = sent(edition_site, path).get("Content-Type", "").partition(";")[0]
        assert bool(re.search(pattern, path)) == (told == TYPES[suffix]), path


def test_nginx_adds_headers_in_one_place() -> None:
    """A `location` with an add_header of its own would lose all the others."""
    assert not re.search(r"location [^{]+\{[^}]*add_header", nginx())
