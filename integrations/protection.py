"""Protection: what a translator must not change: links, mentions, codes, numbers, placeholders, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# Never sent as they are: a marker goes in their place. Every repetition has an end, so that no text takes long.
HELD = re.compile(
    r"""
      ```.{1,4000}?``` | `[^`\n]{1,400}`                                     # code, as WhatsApp marks it
    | (?:https?|chatterdesk|ftp)://[^\s<>"]*[^\s<>".,;:!?)'\]}] | www\.[^\s<>"]*[^\s<>".,;:!?)'\]}]
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}             # an e-mail address
    | %\(\w{1,40}\)[sdf] | %\d\$[sd] | %[sdf]\b | \$\{[^{}\s]{0,60}\} | \{\{?[^{}\n]{0,60}\}?\}  # placeholders
    | </?[A-Za-z][^<>\n]{0,200}> | &(?:\#\d{1,7}|\#x[\da-fA-F]{1,6}|\w{1,31});  # markup typed as text
    | ⟦[^⟧\n]{0,20}⟧? | ⟧ | [\[【]\s{0,3}\d{1,6}\s{0,3}[\]】]                 # what looks like a marker
    | (?<![\w@])[@\#][\w.\-]{0,60}\w                                          # a mention, a hash tag
    | \b[A-Z]{1,6}(?:[-/_][A-Z\d]{1,12}){0,5}[-/_]?\d[\w/-]*                  # INV/2026/00042, S00428
    | \b[A-Z]{1,30}_[A-Z_\d]{1,60}\b
    | \b[\w-]{1,80}\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|jpe?g|png|gif|txt|eml|mp[34]|html?|xml|json)\b
    | \+\d[\d\t\x20\xa0\u202f().-]{5,20}\d                                    # a telephone number
    | \b\d[\d().-]{0,14}(?:[\t\x20\xa0\u202f][\d().-]{2,14}){2,6}
    | [A-Za-z\d+/=_-]{120,}                                                   # no word of any language
    """,
    re.VERBOSE | re.DOTALL,
)
_PICTURE = "[\u2600-\u27bf\U0001f000-\U0001faff]"
# Sent as they are, for the sake of grammar; held as well where they did not come back unchanged.
LOOSE = re.compile(rf"\d(?:[\d.,:/'’\u066b\u066c-]*\d)?|{_PICTURE}(?:[\ufe0f\u200d\U0001f3fb-\U0001f3ff]|{_PICTURE})*")


def held(names: Iterable[str] = ()) -> re.Pattern[str]:
    """What is held in a text: the rules above, and these names of persons wherever they stand as words."""
    whole = sorted({name for name in names if len(name) > 2}, key=len, reverse=True)
    if not whole:
        return HELD
    known = "|".join(rf"@?(?<!\w){re.escape(name)}(?!\w)" for name in whole)
    return re.compile(f"{known}|{HELD.pattern}", re.VERBOSE | re.DOTALL)


def loose(text: str) -> Counter[str]:
    """The numbers and pictures of a text, and how often each is there."""
    return Counter(found[0] for found in LOOSE.finditer(text))


def has_words_of_its_own(text: str) -> bool:
    """Whether there are words in a text beside what is held."""
    return has_words(HELD.sub(" ", text))


def has_words(text: str) -> bool:
    """Whether there is anything in a text that could be translated."""
    return any(char.isalpha() for char in text)
