"""Sentences for people, in two languages: the Vietnamese text is the gettext msgid, English is its
translation in `data/locale`.

Every screen says something before the rooms of the desk are needed, so this module imports none of
them. What puts problems, findings and dates into words is in `wording`.
"""

import gettext
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal

from lienthong_tui.resources import data_path

if TYPE_CHECKING:
    from lienthong_tui.procedures.elements import Words

Language = Literal["vi", "en"]
NAMES: Mapping[Language, str] = {"vi": "Tiếng Việt", "en": "English"}
"""What each language calls itself."""
LANGUAGES: tuple[Language, ...] = tuple(NAMES)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "vi":
        return gettext.NullTranslations()
    return gettext.translation("lienthong", data_path("locale"), languages=[language])


def tr(text: str, language: Language) -> str:
    """A msgid in `language`."""
    return _catalogue(language).gettext(text)


def pick(words: "Words", language: Language) -> str:
    """A definition's own words in `language`."""
    return words.vi if language == "vi" else words.en
