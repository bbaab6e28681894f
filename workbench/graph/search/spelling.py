"""The British and American spellings of a word: one table, used both ways.

A row says which letters differ and beside what; the rest of the word is kept. The index holds every
spelling of every word, so whatever of it somebody has typed so far (``oede``, ``ede``, ``hae``) is
simply the beginning of one of them, and nothing needs to be guessed about half a word.

The trap: letters alone are no rule. ``ae`` is ``e`` in *anaemia* and not in *aerobic*; ``our`` is
``or`` in *tumour* and not in *four*. A row that says too little joins words that differ, so each
says beside what it holds. The table is typed by hand; a test looks at every word of the real
releases for two that it would join and should not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final

__all__ = ["ROWS", "SpellingRow", "american", "spellings"]

#: Places of one word where both spellings are kept; a word with more keeps these and its last.
_PLACES: Final = 4
_CACHED: Final = 1 << 17


@dataclass(frozen=True, slots=True)
class SpellingRow:
    """Where two spellings differ.

    Attributes
    ----------
    british, american
        The letters that differ, with enough of their neighbours to be told from others.
    before, after
        What must stand before and after them, as regular expressions: ``before`` ends there and
        ``after`` begins there. Empty: anything.
    """

    british: str
    american: str
    before: str = ""
    after: str = ""
    _before: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _after: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the two neighbours once."""
        before = re.compile(f"(?:{self.before})$" if self.before else "")
        object.__setattr__(self, "_before", before)
        object.__setattr__(self, "_after", re.compile(self.after))

    def holds(self, word: str, start: int, end: int) -> bool:
        """Say whether the letters from `start` to `end` of a word stand beside the right ones."""
        return bool(
            self._before.search(word, 0, start) is not None
            and self._after.match(word, end) is not None
        )


_START: Final = "^"
_END: Final = "s?$"
_VERB: Final = r"(?:e|ed|er|ers|es|ing|ation|ations|able|ational)$"
_DOUBLED: Final = r"(?:ed|ing|er|ers|or|ors)$"
#: Not of the blood: what ends in -emia or -emic and never had an ``a``.
_NO_BLOOD: Final = "(?<!acad)(?<!epid)(?<!end)(?<!pand)(?<!pol)(?<!syst)(?<!tot)(?<!och)(?<!lch)"

#: British against American spelling, in the order in which the rows are tried.
ROWS: Final = (
    # ae, e
    SpellingRow("haem", "hem", "(?<!c)(?<!yt)(?<!nt)", "[ao]"),
    SpellingRow("haem", "hem", _START, "(?:e|ic|in)?s?$"),
    SpellingRow("aemi", "emi", f"[a-z]{_NO_BLOOD}", "(?:as?|cs?|cally)$"),
    SpellingRow("aem", "em", "leuk|leuc", "oid"),
    SpellingRow("aesth", "esth", "", "e|i"),
    SpellingRow("aetiol", "etiol"),
    SpellingRow("archaeo", "archeo", _START),
    SpellingRow("caec", "cec", "", "[aou]"),
    SpellingRow("caesar", "cesar"),
    SpellingRow("caesium", "cesium"),
    SpellingRow("chimaera", "chimera", _START),
    SpellingRow("defaec", "defec", "", "at"),
    SpellingRow("faec", "fec", f"{_START}|non", "al|es$|ol|ul"),
    SpellingRow("gynaec", "gynec"),
    SpellingRow("laevo", "levo", _START),
    SpellingRow("leuc", "leuk", "", "[aeo]"),
    SpellingRow("melaena", "melena"),
    SpellingRow("naev", "nev", f"{_START}|peri", "us|i$|oid|oc|om"),
    SpellingRow("orthopaed", "orthoped"),
    SpellingRow("paediatr", "pediatr"),
    SpellingRow("paedo", "pedo", "", "phil|dont"),
    SpellingRow("palaeo", "paleo", _START),
    SpellingRow("paenia", "penia"),
    SpellingRow("phaeo", "pheo", _START),
    SpellingRow("phagedaen", "phageden"),
    SpellingRow("praevia", "previa"),
    SpellingRow("spirochaet", "spirochet"),
    SpellingRow("taenia", "tenia"),
    # oe, e
    SpellingRow("amoeb", "ameb"),
    SpellingRow("angiooedem", "angioedem"),
    SpellingRow("coeli", "celi", _START, "ac|o"),
    SpellingRow("coelom", "celom"),
    SpellingRow("coele", "cele", "[a-z]{2}", _END),
    SpellingRow("foet", "fet", "", "al|us|icid|o"),
    SpellingRow("homoeo", "homeo", _START),
    SpellingRow("manoeuvre", "maneuver", "", _END),
    SpellingRow("morphoea", "morphea"),
    SpellingRow("oedem", "edem", "", "a"),
    SpellingRow("oesoph", "esoph", "^|[ai]"),
    SpellingRow("ooesoph", "oesoph", "[b-df-hj-np-tv-z]|trache"),
    SpellingRow("oestr", "estr", "", "adi|iol|ogen|ol$|one|us$"),
    SpellingRow("pharmacopoei", "pharmacopei"),
    SpellingRow("pnoe", "pne", "", "[ai]"),
    SpellingRow("rrhoe", "rrhe", "", "a|i"),
    # our, or
    SpellingRow("behaviour", "behavior"),
    SpellingRow("colour", "color", "", "(?!ect|ad)"),
    SpellingRow("favour", "favor"),
    SpellingRow("flavour", "flavor"),
    SpellingRow("harbour", "harbor"),
    SpellingRow("honour", "honor", "", "(?!ar)"),
    SpellingRow("humour", "humor", "", _END),
    SpellingRow("labour", "labor", _START, "(?!at)"),
    SpellingRow("neighbour", "neighbor"),
    SpellingRow("odour", "odor", f"{_START}|mal", _END),
    SpellingRow("rumour", "rumor", _START),
    SpellingRow("tumour", "tumor"),
    SpellingRow("vapour", "vapor", "", _END),
    # re, er
    SpellingRow("calibre", "caliber", "", _END),
    SpellingRow("centre", "center", "", _END),
    SpellingRow("centred", "centered", "", "$"),
    SpellingRow("fibre", "fiber"),
    SpellingRow("goitre", "goiter", "", _END),
    SpellingRow("litre", "liter", "^|deci|centi|milli|micro", _END),
    SpellingRow("metre", "meter", "^|centi|kilo|milli|micro|nano", _END),
    SpellingRow("sabre", "saber", _START),
    SpellingRow("theatre", "theater", "", _END),
    SpellingRow("titre", "titer", _START, _END),
    # s, z
    SpellingRow("is", "iz", "[a-z]{2}[bdfghjklmnpqrstxyz]", _VERB),
    SpellingRow("ys", "yz", "l", _VERB),
    # ll, l
    SpellingRow("cancell", "cancel", "", _DOUBLED),
    SpellingRow("channell", "channel", "", _DOUBLED),
    SpellingRow("counsell", "counsel", "", _DOUBLED),
    SpellingRow("labell", "label", "", _DOUBLED),
    SpellingRow("modell", "model", "", _DOUBLED),
    SpellingRow("signall", "signal", "", _DOUBLED),
    SpellingRow("travell", "travel", "", _DOUBLED),
    SpellingRow("tunnell", "tunnel", "", _DOUBLED),
    # c, k, s and the rest
    SpellingRow("ageing", "aging", _START, "$"),
    SpellingRow("aluminium", "aluminum"),
    SpellingRow("artefact", "artifact"),
    SpellingRow("defence", "defense"),
    SpellingRow("disc", "disk", _START, "(?:s|al|itis|ectom.*|ogen.*|ogra.*|opath.*)?$"),
    SpellingRow("fontanelle", "fontanel", "", _END),
    SpellingRow("grey", "gray", _START),
    SpellingRow("judgement", "judgment"),
    SpellingRow("licence", "license", _START, _END),
    SpellingRow("logue", "log", "ana|cata|dia|homo", _END),
    SpellingRow("mould", "mold", _START, "(?:s|y|ed|ing|ings)?$"),
    SpellingRow("offence", "offense", "", _END),
    SpellingRow("programme", "program", "", _END),
    SpellingRow("pyjama", "pajama"),
    SpellingRow("sceptic", "skeptic", _START),
    SpellingRow("sulph", "sulf"),
)


def spellings(word: str) -> tuple[str, ...]:
    """Give a folded word and every other way to spell it, in alphabetical order.

    Examples
    --------
    >>> spellings("oedema"), spellings("edema"), spellings("aerobic")
    (('edema', 'oedema'), ('edema', 'oedema'), ('aerobic',))
    >>> spellings("anaesthetise")
    ('anaesthetise', 'anaesthetize', 'anesthetise', 'anesthetize')
    """
    places = list(_places(word))
    if not places:
        return (word,)
    choices = [{word[start:end], row.british, row.american} for start, end, row in places]
    for kept in range(_PLACES - 1, len(choices) - 1):
        start, end, _ = places[kept]
        choices[kept] = {word[start:end]}
    gaps = _gaps(word, places)
    return tuple(sorted("".join(_interleaved(gaps, chosen)) for chosen in product(*choices)))


@lru_cache(maxsize=_CACHED)
def american(word: str) -> str:
    """Give the one spelling that stands for all of them.

    Examples
    --------
    >>> american("haemorrhage"), american("hemorrhage"), american("four")
    ('hemorrhage', 'hemorrhage', 'four')
    """
    places = list(_places(word))
    if not places:
        return word
    return "".join(_interleaved(_gaps(word, places), [row.american for _, _, row in places]))


def _places(word: str) -> Iterator[tuple[int, int, SpellingRow]]:
    """Give where a word can be spelled in two ways: leftmost first, then longest, never across."""
    at = 0
    for found in _ANY.finditer(word):
        start = found.start()
        if start < at:
            continue
        for letters, row in _BY_FIRST[word[start : start + 2]]:
            end = start + len(letters)
            if word.startswith(letters, start) and row.holds(word, start, end):
                yield start, end, row
                at = end
                break


def _gaps(word: str, places: list[tuple[int, int, SpellingRow]]) -> list[str]:
    ends = [0, *(end for _, end, _ in places)]
    starts = [*(start for start, _, _ in places), len(word)]
    return [word[end:start] for end, start in zip(ends, starts, strict=True)]


def _interleaved(gaps: list[str], chosen: tuple[str, ...] | list[str]) -> Iterator[str]:
    for gap, letters in zip(gaps, [*chosen, ""], strict=True):
        yield gap
        yield letters


def _by_first() -> dict[str, list[tuple[str, SpellingRow]]]:
    """Give the letters of all rows by their first two, longest first."""
    found: dict[str, list[tuple[str, SpellingRow]]] = {}
    for row in ROWS:
        for letters in (row.british, row.american):
            found.setdefault(letters[:2], []).append((letters, row))
    return {first: sorted(pairs, key=lambda pair: -len(pair[0])) for first, pairs in found.items()}


_BY_FIRST: Final = _by_first()
#: Any of the letters of the table, wherever they begin.
_ANY: Final = re.compile(
    f"(?={'|'.join(sorted({x for row in ROWS for x in (row.british, row.american)}))})"
)
