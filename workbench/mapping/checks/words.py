"""What a title says, word by word, so that two titles can be compared.

Crude, and meant to be: no synonyms, no grammar. What stands behind *without*, *no* or *not*, up to
a comma or bracket, counts as denied (``!fistula``), so that *with fistula* and *without fistula*
share no word. Words that only file a title (*other*, *unspecified*, *elsewhere classified*) and
little words say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

__all__ = ["covered", "title_key", "title_words"]

_WORD: Final = re.compile(r"\w+")
#: A letter that names something (vitamin A), which small would be an article.
_LETTER: Final = re.compile(r"(\w )(A|I)\b")
_DENIAL: Final = re.compile(r"\b(?:without(?: mention of)?|no|not|non|excluding)\b([^,;:()\[\]]*)")
_FILING: Final = re.compile(r"not (?:elsewhere|otherwise) \w+|not specified[^,;:()\[\]]*")
_LITTLE: Final = frozenset(
    {
        *("a", "an", "and", "as", "at", "by", "due", "for", "from", "in", "into", "of", "on", "or"),
        *("the", "to", "with", "mention", "part", "parts", "site", "sites", "type", "types"),
        *("other", "others", "specified", "unspecified", "certain", "elsewhere", "classified"),
        *("nec", "nos", "disease", "diseases", "disorder", "disorders", "condition", "conditions"),
    }
)
_SINGULAR: Final = ((re.compile(r"(?<=..)ies$"), "y"), (re.compile(r"(?<=\w\w[^isu])s$"), ""))
#: ICD-11 parts some stages in two: ``3a`` and ``3b`` are both of stage 3.
_STAGE: Final = re.compile(r"([0-9]+)[a-d]")


def title_words(title: str) -> frozenset[str]:
    """Give the words that a title says, the denied ones with a sign before them.

    Examples
    --------
    >>> sorted(title_words("Atresia of oesophagus without fistula"))
    ['!fistula', 'atresia', 'oesophagus']
    >>> sorted(title_words("Chronic kidney diseases, stage unspecified"))
    ['chronic', 'kidney', 'stage']
    >>> sorted(title_words("Deficiency of vitamin A"))
    ['deficiency', 'lettera', 'vitamin']
    """
    named = _LETTER.sub(r"\1letter\2", title)
    text = _FILING.sub(" ", named.lower().replace("-", ""))
    denied = {f"!{word}" for part in _DENIAL.findall(text) for word in _said(part)}
    return frozenset(_said(_DENIAL.sub(" ", text)) | denied)


def title_key(title: str) -> frozenset[str]:
    """Give what two titles share that are the same but for order, number and little words.

    Unlike `title_words` it keeps the words that file a title: *other* is not *unspecified*.

    Examples
    --------
    >>> title_key("Wound of toes") == title_key("Wound of toe")
    True
    >>> title_key("Other rubella") == title_key("Rubella, unspecified")
    False
    """
    said = {_singular(word) for word in _WORD.findall(title.lower().replace("-", ""))}
    return frozenset(said - {"of", "the", "and", "or", "a", "in", "to", "with"}) | title_words(
        title
    )


def covered(words: AbstractSet[str], said: AbstractSet[str]) -> frozenset[str]:
    """Give those of some words that are said; a part of a stage is where the stage is.

    Examples
    --------
    >>> sorted(covered({"stage", "3a", "acute"}, {"stage", "3"}))
    ['3a', 'stage']
    """
    return frozenset(word for word in words if word in said or _stage(word) in said)


def _said(text: str) -> set[str]:
    return {_singular(word) for word in _WORD.findall(text) if word not in _LITTLE}


def _singular(word: str) -> str:
    for ending, instead in _SINGULAR:
        word = ending.sub(instead, word)
    return word


def _stage(word: str) -> str | None:
    found = _STAGE.fullmatch(word)
    return None if found is None else found[1]
