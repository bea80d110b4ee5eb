from conftest import Build


def test_a_site_with_nothing_but_bib_file_works(build: Build) -> None:
    site = build("basic", strict=True)
    assert site.prose() == ["Workers decide.[1]"]
    assert site.notes() == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69."]


def test_unknown_key(build: Build) -> None:
    site = build(
        "basic",
        {
            "docs/index.md": "# Home\n\nA [@brinton1970].\n\n```\n[@brinton1971]\n```\n\n"
            "B [@brinton1971].\n"
        },
    )
    assert site.warnings == [
        "docs/index.md:9: unknown-key: '@brinton1971' is not in refs.bib; "
        "did you mean '@brinton1970'?"
    ]
