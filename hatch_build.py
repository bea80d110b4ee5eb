"""What the package says of itself on an index of packages.

README leads to files of the repository, which an index does not have. With the repository's
address in the environment (`REPOSITORY_URL`) its links and pictures lead there, to the release's
own state, and the package names it. Without one nothing is made up: pictures are left out, and
of links the words stay.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LOCAL = re.compile(r"(!?)\[([^\]]*)\]\((?!https?://)([^)\s]+)\)")
"""`![A page](docs/assets/page.png)`, `[Options](docs/editors/options.md)`."""


class PackageMetadata(MetadataHookInterface):
    """Gives `readme` and, where there is a repository, `urls`."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what `pyproject.toml` calls dynamic."""
        address = os.environ.get("REPOSITORY_URL", "").rstrip("/")
        text = (Path(self.root) / "README.md").read_text("utf-8")
        text = described_at(text, address, f"v{metadata['version']}") if address else bare(text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        if address:
            files = f"{address}/blob/HEAD"
            metadata["urls"] = {
                "Source": address,
                "Documentation": f"{files}/docs/editors/writing.md",
                "Changelog": f"{files}/CHANGELOG.md",
                "Issues": f"{address}/issues",
            }


def described_at(text: str, address: str, tag: str) -> str:
    """Let links and pictures lead into the repository, as GitHub, GitLab and Gitea have it."""

    def absolute(link: re.Match[str]) -> str:
        picture, words, path = link.groups()
        return f"{picture}[{words}]({address}/{'raw' if picture else 'blob'}/{tag}/{path})"

    return LOCAL.sub(absolute, text)


def bare(text: str) -> str:
    """Leave out paragraphs of pictures, and of links into the repository all but the words."""
    blocks = text.split("\n\n")
    kept = [one for one in blocks if not any(link[1] for link in LOCAL.finditer(one))]
    return LOCAL.sub(r"\2", "\n\n".join(kept))
