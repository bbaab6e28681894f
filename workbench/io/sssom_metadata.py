"""The metadata block of a file of SSSOM: YAML behind ``#``, or in a file of its own beside it.

Every scalar stays the text it is: YAML would make ``1.1`` a number and ``2024-01`` a date. What
the standard forbids in the block (anchors, aliases, tags, directives) is refused, which also keeps
out the few lines that unfold to gigabytes.

Source: SSSOM 1.1, "The SSSOM/TSV serialisation format": metadata block, external metadata mode,
propagatable slots, support for defined extensions.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from workbench.errors import InputError
from workbench.io.package import Package
from workbench.io.sssom_slots import BUILTIN
from workbench.io.text import decode_text

__all__ = ["PROPAGATED", "Metadata", "read_metadata"]

#: Slots that may stand once in the metadata for every row.
PROPAGATED: Final = (
    *("subject_type", "predicate_type", "object_type", "subject_source", "subject_source_version"),
    *("object_source", "object_source_version", "mapping_provider", "cardinality_scope"),
    *("mapping_tool", "mapping_tool_id", "mapping_tool_version", "mapping_date"),
    *("subject_match_field", "object_match_field", "subject_preprocessing"),
    *("object_preprocessing", "curation_rule", "curation_rule_text", "similarity_measure"),
)
_MOST_BYTES: Final = 1 << 20
_DEEPEST: Final = 8
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_ENDINGS: Final = (".sssom.yml", ".sssom.yaml", ".yml", ".yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is said of a whole file.

    Attributes
    ----------
    prefixes
        What each prefix stands for, the built-in ones included.
    slots
        Every other top-level key; a list is its parts joined by ``|``.
    properties
        By the name of a slot that is not the standard's, its property in full.
    """

    prefixes: Mapping[str, str]
    slots: Mapping[str, str]
    properties: Mapping[str, str]

    def expand(self, curie: str) -> str | None:
        """Give a CURIE in full; None where its prefix is not declared."""
        prefix, colon, local = curie.partition(":")
        namespace = self.prefixes.get(prefix)
        return None if namespace is None or not colon else namespace + local


def read_metadata(package: Package, name: str, data: bytes) -> Metadata:
    """Read the metadata of the file called `name`, from its own block or from beside it.

    Parameters
    ----------
    package
        What the file lies in.
    name
        The file's name there.
    data
        Its content.

    Raises
    ------
    InputError
        If the block is no YAML that the standard allows, naming line and what is wrong.
    """
    file = name.rpartition("/")[2]
    block = [line[1:] for line in _block(data, file)]
    if not block:
        file, block = _beside(package, name)
    top = _load("\n".join(block), file) if block else {}
    prefixes = _prefixes(top.pop("curie_map", {}), file)
    definitions = top.pop("extension_definitions", [])
    slots = {key: _text(value) for key, value in top.items() if _text(value)}
    found = Metadata(prefixes=prefixes, slots=slots, properties={})
    return Metadata(prefixes=prefixes, slots=slots, properties=_properties(definitions, found))


def _block(data: bytes, file: str) -> list[str]:
    """Give the lines before the header, which is where the first stands that is no comment."""
    start = end = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    while data.startswith(b"#", end):
        end = data.find(b"\n", end) + 1 or len(data)
    return decode_text(data[start:end], file=file).rstrip("\n").split("\n") if end > start else []


def _beside(package: Package, name: str) -> tuple[str, list[str]]:
    """Give the file of metadata that lies beside a table, and its lines; none where none does."""
    folder, slash, base = name.rpartition("/")
    stem = base.removesuffix(".tsv").removesuffix(".sssom")
    for ending in _ENDINGS:
        other = f"{folder}{slash}{stem}{ending}"
        if package.holds(other):
            text = decode_text(package.read(other), file=stem + ending)
            return stem + ending, text.split("\n")
    return base, []


def _load(text: str, file: str) -> dict[str, Any]:
    if len(text) > _MOST_BYTES:
        problem = f"its metadata is longer than the {_MOST_BYTES:,} characters read at most"
        raise InputError(problem, file=file)
    try:
        _refuse_forbidden(text, file)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = f"the metadata is no YAML ({error.problem})"
        raise InputError(problem, file=file, line=mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        problem = f"the metadata is no YAML ({' '.join(str(error).split())})"
        raise InputError(problem, file=file) from error
    value = {} if node is None else _value(node, file)
    if not isinstance(value, dict):
        problem = "the metadata holds no keys; expected lines such as '#curie_map:'"
        raise InputError(problem, file=file, line=1)
    return value


def _refuse_forbidden(text: str, file: str) -> None:
    """Refuse what unfolds to more than it is, and what nests without end."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "the metadata holds an anchor or alias of YAML, which SSSOM forbids"
            raise InputError(problem, file=file, line=event.start_mark.line + 1)
        if getattr(event, "tag", None) or getattr(event, "version", None):
            problem = "the metadata holds a tag or directive of YAML, which SSSOM forbids"
            raise InputError(problem, file=file, line=event.start_mark.line + 1)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            problem = f"the metadata nests deeper than the {_DEEPEST} levels read at most"
            raise InputError(problem, file=file, line=event.start_mark.line + 1)


def _value(node: Any, file: str) -> Any:  # noqa: ANN401 - PyYAML has no types
    """Give a node as texts, lists and dicts; a key that stands twice is refused."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, file) for part in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = str(_value(key, file))
        if name in found:
            problem = f"the metadata holds the key '{name}' twice"
            raise InputError(problem, file=file, line=key.start_mark.line + 1)
        found[name] = _value(value, file)
    return found


def _prefixes(said: object, file: str) -> dict[str, str]:
    if not isinstance(said, dict):
        problem = "'curie_map' holds no prefixes; expected one a line, such as 'HP: http://…'"
        raise InputError(problem, file=file)
    for prefix, namespace in said.items():
        if not isinstance(namespace, str) or not namespace:
            problem = f"'curie_map' does not say in one text what the prefix '{prefix}' stands for"
            raise InputError(problem, file=file)
        if BUILTIN.get(prefix, namespace) != namespace:
            problem = (
                f"'curie_map' has the prefix '{prefix}' stand for '{namespace}'; in SSSOM it "
                f"stands for '{BUILTIN[prefix]}'"
            )
            raise InputError(problem, file=file)
    return {**BUILTIN, **said}


def _text(value: object) -> str:
    """Give a value of one slot as text; what is neither text nor list of texts says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "|".join(value)
    return ""


def _properties(definitions: object, metadata: Metadata) -> dict[str, str]:
    """Give the property of each slot defined; a definition the standard ignores is ignored."""
    return dict(_defined(definitions, metadata))


def _defined(definitions: object, metadata: Metadata) -> Iterator[tuple[str, str]]:
    for one in definitions if isinstance(definitions, list) else []:
        if not isinstance(one, dict) or not one.keys() <= {"slot_name", "property", "type_hint"}:
            continue
        name, said = one.get("slot_name"), one.get("property")
        if isinstance(name, str) and _NAME.fullmatch(name) and isinstance(said, str):
            full = metadata.expand(said)
            if full is not None:
                yield name, full
