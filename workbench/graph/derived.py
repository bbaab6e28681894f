"""What follows from system, codes and hierarchy, and so is no reader's to say.

The trap: a UK code with an inner filler (``M45.X0``) divides its category even where a source lists
it beside that category and not under it; a record then carries the divided code.

Source: WHO, ICD-10 volume 2, section 3.1 and NHS England, OPCS-4 instruction manual (records carry
terminal codes); WHO, ICD-11 Reference Guide, section 2.10 (any stem code may stand alone,
extension codes may not).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import CodeSystem, Kind
from workbench.core.opcs4 import role_of
from workbench.graph.closure import Hierarchy
from workbench.graph.csr import Int32

__all__ = ["ROLE", "assignable", "with_roles"]

#: The column that every graph of OPCS-4 has beside those of `NODE_SCHEMA`.
ROLE: Final = "role"

#: The kinds a record may carry, and whether only where nothing lies below.
_ASSIGNABLE: Final[Mapping[CodeSystem, tuple[frozenset[Kind], bool]]] = {
    CodeSystem.ICD10: (frozenset({Kind.CATEGORY, Kind.SUBCATEGORY}), True),
    CodeSystem.OPCS4: (frozenset({Kind.CATEGORY, Kind.SUBCATEGORY}), True),
    CodeSystem.ICD11: (frozenset({Kind.CATEGORY}), False),
    CodeSystem.SNOMED: (frozenset({Kind.CONCEPT}), False),
}
_CODED: Final = pa.array([Kind.CATEGORY.value, Kind.SUBCATEGORY.value])
_FILLED: Final = r"^(?P<head>[A-Z][0-9]{2})\.X[0-9]"


def assignable(nodes: pa.Table, hierarchy: Hierarchy, *, system: CodeSystem) -> pa.ChunkedArray:
    """Say of each concept whether it may be the code of a record.

    Parameters
    ----------
    nodes
        Of `NODE_SCHEMA`, in order of ordinal.
    hierarchy
        Of the same concepts.
    system
        Whose rule holds.
    """
    kinds, terminal_only = _ASSIGNABLE[system]
    fits = pc.is_in(nodes["kind"], value_set=pa.array(sorted(kinds), pa.string()))
    found = pc.and_(nodes["active"], fits)
    if terminal_only:
        counts: Int32 = hierarchy.children.counts()
        found = pc.and_(found, pa.chunked_array([pa.array(counts == 0)]))
    if system is CodeSystem.ICD10:
        found = pc.and_not(found, _divided_by_filler(nodes["code"]))
    return found


def with_roles(nodes: pa.Table, *, system: CodeSystem) -> pa.Table:
    """Give a table of OPCS-4's nodes its column ``role``, and any other table back.

    The role of a category or subcategory is that of `workbench.core.opcs4.role_of`; chapters have
    none.

    Examples
    --------
    >>> from workbench.graph.build import nodes_table
    >>> rows = ({"code": "Z", "kind": "chapter"}, {"code": "Z94.2", "kind": "subcategory"})
    >>> with_roles(nodes_table(*rows), system=CodeSystem.OPCS4)["role"].to_pylist()
    [None, 'laterality']
    """
    if system is not CodeSystem.OPCS4:
        return nodes
    coded = pc.is_in(nodes["kind"], value_set=_CODED).to_pylist()
    codes = nodes["code"].to_pylist()
    roles = [role_of(code) if fits else None for code, fits in zip(codes, coded, strict=True)]
    others = [name for name in nodes.column_names if name != ROLE]
    return nodes.select(others).append_column(ROLE, pa.array(roles, pa.string()))


def _divided_by_filler(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    heads = pc.extract_regex(codes, pattern=_FILLED)
    heads = pc.struct_field(heads, "head").drop_null()
    return pc.is_in(codes, value_set=heads.combine_chunks())
