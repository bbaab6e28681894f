"""From a text to words: what the index holds of a term, and what is asked of it.

Case and accents are folded (NFKD), and what is neither letter nor digit ends a word. A hyphen or an
apostrophe ends one too, but the parts may also be written together: ``x-ray`` is found by
``x ray``, ``x-ray`` and ``xray``, and asks for all three. The ``s`` of a possessive is no part by
itself: ``Crohn's`` is found by ``Crohn``, ``Crohn's`` and ``Crohns``, and ``Crohn's`` finds
``Crohn``.

Every word that is asked for is the beginning of a word. The index holds every spelling of every
word (see `workbench.graph.search.spelling`), so that nothing typed has to be respelled.

Source: Unicode Standard Annex 15 (NFKD); The Unicode Standard, section 5.18 (case folding).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from workbench.graph.search.spelling import american, spellings

__all__ = ["AskedWord", "asked_words", "exact_key", "exact_keys", "folded", "indexed_words"]

#: Letters that NFKD leaves whole and that are typed with plain ones.
_PLAIN: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "þ": "th", "ð": "d"}
)
#: Hyphens, dashes and apostrophes, as they are after folding.
_JOINTS: Final = "\u002d\u2010\u2012\u2013\u2014\u2212'\u2018\u2019\u02bc\u2032`"
_CHAIN: Final = re.compile(rf"[^\W_]+(?:[{_JOINTS}]{{1,2}}[^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"(?<=[^\W_])['\u2018\u2019\u02bc\u2032`]s?(?![^\W_])")
_PART: Final = re.compile(r"[^\W_]+")
#: A chain of more parts (a chemical's name) is also written together, but not from each part on.
_PARTS: Final = 6
_CACHED: Final = 1 << 17

#: What is asked of one word: every beginning of one of the tuples stands in the term.
AskedWord = tuple[tuple[str, ...], ...]


def folded(text: str) -> str:
    """Give a text without case and accents.

    Examples
    --------
    >>> folded("Sjögren's OEDEMA, œdème, B₁₂")
    "sjogren's oedema, oedeme, b12"
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(_PLAIN)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def indexed_words(text: str) -> list[str]:
    """Give every word of a term in every spelling, sorted, each once.

    Examples
    --------
    >>> indexed_words("Crohn's oedema"), indexed_words("non-Hodgkin")
    (['crohn', 'crohns', 'edema', 'oedema'], ['hodgkin', 'non', 'nonhodgkin'])
    """
    found: set[str] = set()
    for chain in _CHAIN.findall(folded(text)):
        found.update(_forms(chain))
    return sorted(found)


def asked_words(text: str) -> list[AskedWord]:
    """Give what a text asks for: all of these, each in one of its ways.

    Examples
    --------
    >>> asked_words("Crohn's x-ray")
    [(('crohn',),), (('x', 'ray'), ('xray',))]
    >>> asked_words("?!")
    []
    """
    found: dict[AskedWord, None] = {}
    for chain in _chains_without_possessives(text):
        parts = tuple(_PART.findall(chain))
        whole = "".join(parts)
        found[(parts,) if len(parts) == 1 else (parts, (whole,))] = None
    return list(found)


def exact_key(text: str) -> str:
    """Give what two texts share that are the same but for case, accents, spelling and hyphens.

    Examples
    --------
    >>> exact_key("Non-Hodgkin's Tumour") == exact_key("non hodgkin tumor")
    True
    """
    words = _PART.findall(_POSSESSIVE.sub("", folded(text)))
    return " ".join(american(word) for word in words)


def exact_keys(text: str) -> list[str]:
    """Give the keys by which a whole term is found: without its possessives, and with them.

    Examples
    --------
    >>> exact_keys("Crohn's disease")
    ['crohn disease', 'crohns disease']
    """
    plain = folded(text)
    joined = _POSSESSIVE.sub(lambda found: found[0][1:], plain)
    return [exact_key(plain), *([exact_key(joined)] if joined != plain else [])]


def _chains_without_possessives(text: str) -> list[str]:
    chains: list[str] = _CHAIN.findall(_POSSESSIVE.sub("", folded(text)))
    return chains


@lru_cache(maxsize=_CACHED)
def _forms(chain: str) -> tuple[str, ...]:
    """Give every spelling of the parts of a chain, and of the parts written together."""
    return tuple({form for word in _together(chain) for form in spellings(word)})


def _together(chain: str) -> Iterator[str]:
    parts = _PART.findall(chain)
    stem = _PART.findall(_POSSESSIVE.sub("", chain))
    yield from stem
    if len(parts) == 1:
        return
    starts = range(len(parts) - 1) if len(parts) <= _PARTS else (0,)
    for start in starts:
        yield "".join(parts[start:])
