"""The judged queries of this folder, and what makes a result a hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "queries.yml"
ESSAY = Path(__file__).parents[2] / "docs/essay"


@dataclass(frozen=True)
class Judged:
    """What is typed, and where it should lead: urls relative to the site root."""

    kind: str
    query: str
    places: tuple[str, ...]

    def rank(self, found: Sequence[str]) -> int:
        """The place of the first hit, counted from 1; 0 if there is none."""
        return next((n for n, url in enumerate(found, 1) if url in self.places), 0)


def judged() -> list[Judged]:
    """Read the judged queries, in the order of their file."""
    data = yaml.safe_load(FILE.read_text("utf-8"))
    return [
        Judged(kind, str(one["query"]), tuple(map(_url, one["places"])))
        for kind, held in data.items()
        for one in held
    ]


def _url(place: str) -> str:
    page, hash_, anchor = place.partition("#")
    folder = "essay/" if (ESSAY / f"{page}.md").is_file() else ""
    return f"{folder}{page}{'/' * bool(page)}{hash_}{anchor}"


def report(ranks: dict[Judged, int]) -> str:
    """Say the hit rates among the first 1, 3 and 10, by kind and in all, and what was missed."""
    kinds = [*dict.fromkeys(one.kind for one in ranks), "all"]
    lines = [f"{'':20} queries  first  first 3  first 10"]
    for kind in kinds:
        held = [rank for one, rank in ranks.items() if kind in (one.kind, "all")]
        rates = [sum(0 < rank <= n for rank in held) / len(held) for n in (1, 3, 10)]
        lines.append(f"{kind:20} {len(held):7} {rates[0]:6.1%} {rates[1]:8.1%} {rates[2]:9.1%}")
    for one, rank in ranks.items():
        if not 0 < rank <= 3:
            where = f"place {rank}" if rank else "not found"
            lines.append(f"missed ({where}): {one.query} → {', '.join(one.places)}")
    return "\n".join(lines)
