"""Another program that changes a page's Markdown."""


def on_page_markdown(markdown: str, **_: object) -> str:
    return f"{markdown}\nAdded by a hook [@brinton1970, 9].\n"
