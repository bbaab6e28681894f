"""The expressions that SNOMED International publishes as examples: each is read, none is misread.

Which construct each file is about stands here by the number of its section; where that construct
begins is found in the text by its sign alone. Nothing of the files is in the repository but that.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from workbench.graph.ecl.formatting import format_ecl
from workbench.graph.ecl.parser import parse_ecl
from workbench.graph.ecl.refusals import Construct, first_refused

pytestmark = pytest.mark.realdata

#: By the beginning of a file's section and number; what is not here is supported.
REFUSED: Final = {
    "6_2_2 ": Construct.ROLE_GROUP,
    "6_2_4 ConcreteValues (1)": Construct.ROLE_GROUP,
    "6_2_4 ConcreteValues (2)": Construct.ROLE_GROUP,
    "6_2_4 ConcreteValues (3)": Construct.CONCRETE_VALUE,
    "6_2_5 ": Construct.REVERSE,
    "6_2_6 ": Construct.DOTTED,
    "6_3_1 AttributeCardinality (7)": Construct.ROLE_GROUP,
    "6_3_": Construct.CARDINALITY,
    "6_4_3 ": Construct.ROLE_GROUP,
    "6_5_3 NotEqualToAttributeValue (2)": Construct.CARDINALITY,
    "6_5_3 NotEqualToAttributeValue (3)": Construct.CARDINALITY,
    "6_5_3 NotEqualToAttributeValue (4)": Construct.CARDINALITY,
    "6_5_4 ": Construct.DOTTED,
    "6_6_4 ": Construct.DOTTED,
    "6_6_6 ": Construct.CARDINALITY,
}
SIGNS: Final = {
    Construct.ROLE_GROUP: r"\{",
    Construct.CONCRETE_VALUE: '"',
    Construct.REVERSE: r"\bR\b|\breverseOf\b",
    Construct.DOTTED: r"(?<!\.)\.(?!\.)",
    Construct.CARDINALITY: r"\[",
}


@pytest.fixture(scope="module")
def published(real_data: Path) -> dict[str, str]:
    """Give every expression by syntax, section and number."""
    files = sorted((real_data / "ecl" / "v1.3").rglob("*.txt"))
    return {
        re.sub(r"^ECv1_3 (BS|LS) example - ", r"\1 ", path.stem): path.read_bytes().decode("utf-8")
        for path in files
    }


def expected(name: str) -> Construct | None:
    return next((what for begin, what in REFUSED.items() if name[3:].startswith(begin)), None)


def test_every_published_expression_is_read_and_written_again(published: dict[str, str]) -> None:
    assert Counter(name[:2] for name in published) == {"BS": 73, "LS": 73}
    for name, text in published.items():
        tree = parse_ecl(text)
        assert parse_ecl(format_ecl(tree)) == tree, name


def test_a_construct_that_is_refused_is_named_where_it_stands(published: dict[str, str]) -> None:
    told = {name: first_refused(parse_ecl(text)) for name, text in published.items()}
    assert {name: found and found.what for name, found in told.items()} == {
        name: expected(name) for name in published
    }
    for name, found in told.items():
        if found is None or found.at is None:
            continue
        text = published[name]
        blanked = re.sub(r"\|[^|]*\|", lambda term: re.sub(r"[^\r\n]", " ", term[0]), text)
        sign = re.search(SIGNS[Construct(found.what)], blanked)
        assert sign is not None
        before = re.split(r"\r\n|\n", text[: sign.start()])
        assert found.at.offset == sign.start(), name
        assert (found.at.line or 1, found.at.character) == (len(before), len(before[-1]) + 1), name


def test_brief_and_long_syntax_say_the_same(published: dict[str, str]) -> None:
    """One pair was published with two different concepts; two files have no partner by name."""
    pairs = [
        (name[3:], format_ecl(parse_ecl(text)), format_ecl(parse_ecl(published[f"LS {name[3:]}"])))
        for name, text in published.items()
        if name.startswith("BS") and f"LS {name[3:]}" in published
    ]
    assert len(pairs) == 71
    assert [name for name, brief, long in pairs if brief != long] == ["6_1_4 ChildOf (1)"]
