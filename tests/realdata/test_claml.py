"""Two published ClaML files, against a flat second reading with regular expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.io.reading import GraphRead, read_graph

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.realdata

RELEASE: Final = parse_release("icd10/test")
FILES: Final = ("claml/simple-claml.xml", "claml/modifiers-test.xml")


def read(real_data: Path, name: str) -> GraphRead:
    return read_graph(real_data / name, release=RELEASE)


def attribute(text: str, tag: str, name: str) -> list[str]:
    return re.findall(rf"<{tag}\b[^>]*\b{name}=\"([^\"]*)\"", text)


def second_reading(text: str) -> dict[str, str | None]:
    """Give each code with its parent: classes by their SuperClass, then what modifiers make."""
    parts = [
        (*attribute(head, "ModifierClass", "modifier"), *attribute(head, "ModifierClass", "code"))
        for head in re.findall(r"<ModifierClass [^>]*>", text)
    ]
    barred = {
        tuple(attribute(body, "ModifierClass", "code")): attribute(body, "Meta", "value")
        for body in re.findall(r"<ModifierClass .*?</ModifierClass>", text, re.DOTALL)
    }
    found: dict[str, str | None] = {}
    for body in re.findall(r"<Class .*?</Class>", text, re.DOTALL):
        (code,) = attribute(body, "Class", "code")
        found[code] = next(iter(attribute(body, "SuperClass", "code")), None)
        ends: dict[str, list[str]] = {code: []}
        valid = attribute(body, "ValidModifierClass", "code")
        for modifier in attribute(body, "ModifiedBy", "code"):
            before, ends = ends, {}
            for base, used in before.items():
                for owner, part in parts:
                    is_barred = set(barred[(part,)]) & set(used)
                    if owner == modifier and part in (valid or [part]) and not is_barred:
                        found[base + part] = base
                        ends[base + part] = [*used, f"{owner} {part}"]
    return found


@pytest.mark.parametrize("name", FILES)
def test_codes_and_parents_are_those_of_a_second_reading(real_data: Path, name: str) -> None:
    graph = read(real_data, name)
    parents: dict[str, str | None] = dict.fromkeys(graph.nodes["code"].to_pylist())
    parents |= {edge["child"]: edge["parent"] for edge in graph.edges.to_pylist()}
    assert parents == second_reading((real_data / name).read_text("utf-8"))


def test_the_file_on_modifiers_gives_fifteen_codes(real_data: Path) -> None:
    graph = build_graph(
        *(read(real_data, FILES[1]).nodes, read(real_data, FILES[1]).edges), release=RELEASE
    )
    assert list(graph) == [
        *("A", "A.1", "A.2", "A.3", "B", "BM1", "BM2", "C", "CM1"),
        *("D", "DM1", "DM1N1", "DM2", "DM2N1", "DM2N2"),
    ]
    assert graph.term("DM2N1").count(": ") == 2
    assert {code: str(graph.kind(code)) for code in ("D", "A.1", "DM1")} == {
        "D": "chapter",
        "A.1": "category",
        "DM1": "subcategory",
    }


@pytest.mark.parametrize("name", FILES)
def test_neither_says_which_system_it_is(real_data: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"its title is 'example', which names no edition of ICD"):
        read_graph(real_data / name)


def test_their_folder_lists_both(real_data: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_graph(real_data / "claml", release=RELEASE)
    assert str(refused.value) == (
        "claml: holds several graphs: modifiers-test.xml (claml), simple-claml.xml (claml); "
        "give one of them, or its kind (--kind)"
    )
