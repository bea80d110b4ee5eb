"""One language in which readers are spoken to.

Messages are written in English where they are used, as gettext has it, and looked up in a
catalogue: https://www.gnu.org/software/gettext/manual/. What is no message, months say, comes from
CLDR: https://cldr.unicode.org.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from gettext import c2py
from hashlib import sha256
from typing import Literal

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal

Key = tuple[str, str]
"""A message: its context, empty for none, and its words in English."""


@dataclass(frozen=True)
class Speech:
    """A language: its BCP 47 `tag`, and `texts`, what its catalogues say for each message.

    A message that depends on a number has as many texts as the language has plural forms, of which
    `plural` chooses one, as gettext writes it. What has no text is said in English.
    """

    tag: str = "en-GB"
    texts: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    plural: str = "(n != 1)"

    def say(self, message: str, **values: object) -> str:
        """Say a message, with `values` for its places: `%(name)s`."""
        text = self.gettext(message)
        return text % values if values else text

    def say_many(self, one: str, many: str, number: int, **values: object) -> str:
        """Say a message in the form that belongs to a number, which is `%(num)s` in it."""
        said = {"num": self.number(number), **values}
        return self.ngettext(one, many, number) % said

    def say_of(self, context: str, message: str, **values: object) -> str:
        """Say a message that means several things by what it is said of."""
        return self.pgettext(context, message) % values

    def gettext(self, message: str) -> str:
        """Give the text of a message as it stands in the catalogue."""
        return self.pgettext("", message)

    def pgettext(self, context: str, message: str) -> str:
        """Give the text of a message in its context."""
        return self.texts.get((context, message), (message,))[0]

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Give the text of a message for a number."""
        found = self.texts.get(("", one))
        if not found:
            return one if number == 1 else many
        form: int = min(self._form(number), len(found) - 1)
        return found[form]

    @cached_property
    def _form(self):  # type: ignore[no-untyped-def]
        return c2py(self.plural)

    @cached_property
    def locale(self) -> Locale:
        """Babel's name of the language."""
        return Locale.parse(self.tag, sep="-")

    @cached_property
    def fingerprint(self) -> str:
        """What all that is said in the language depends on, for caches."""
        texts = repr([self.tag, self.plural, sorted(self.texts.items())])
        return sha256(texts.encode()).hexdigest()

    def number(self, number: int) -> str:
        """Write a number as the language does: 12,500, 12.500."""
        return str(format_decimal(number, locale=self.locale))

    def listed(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Join the items of a list: "a, b and c", or "a, b or c"."""
        return format_list(list(items), style, self.locale)

    def quoted(self, title: str) -> str:
        """Set a title in quotation marks, the second kind of them within."""
        opening = self.say_of("quotation marks", "“")
        closing = self.say_of("quotation marks", "”")
        within = self.say_of("quotation marks", "‘"), self.say_of("quotation marks", "’")
        outer = (opening.strip(), closing.strip()), ("“", "”")
        inner = {
            ord(mark): other for pair in outer for mark, other in zip(pair, within, strict=True)
        }
        return f"{opening}{title.translate(inner)}{closing}"


def message(text: str) -> str:
    """Mark a text as a message that is said elsewhere, for those who gather messages."""
    return text


def message_of(context: str, text: str) -> str:
    """Mark a text as a message that is said elsewhere, in its context."""
    return text


ENGLISH = Speech()
"""What is spoken where nothing else is known; its date and numbers are British."""
