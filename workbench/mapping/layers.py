"""Maps in layers: a base, and repairs over it that say where they are better and why.

A published table is never edited. What is doubtful in it, or what another edition means by a code,
stands in a layer: the rows a layer has for a source replace all rows that what lies under it has
for that source. Each row of a stack says which layer it came from (``layer``) and why it should be
believed (``evidence``).

The trap is the edition of a layer's codes. One of the data's own edition knows the very code that
was coded, so it is asked before the bridge changes any spelling: a layer of the UK's edition means
*home* by ``X59.0``, although over the bridge that code is read as ``X59``. So a later layer of
WHO's edition, by whose ``X59.0`` something else is meant, does not replace it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import Release
from workbench.core.icd10 import bare_code, dotted
from workbench.errors import InputError, ReleaseMismatchError
from workbench.mapping.bridge import (
    DIRECT_METHODS,
    Edition,
    Method,
    NormalisedCode,
    carried,
    normalise,
    require_bridge,
)
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["LayerKeys", "layer_keys", "normalise_stacked", "stack"]

_LAYER: Final = "layer"
#: A category filled up with an X to four characters, as files of the UK have it (``B59X``).
_CATEGORY, _FILLED, _FILLER = 3, 4, "X"


def stack(base: MapSet, *layers: MapSet, name: str | None = None) -> MapSet:
    """Lay maps over a map; the later ones win.

    Parameters
    ----------
    base
        The map at the bottom.
    layers
        Each leads to the base's own target release, and from its source release or from one that a
        bridge joins to it; its rows answer as the base's do.
    name
        Of the stack; default the base's.

    Returns
    -------
    MapSet
        From the base's source release; codes of a layer's edition stand beside the base's. A row
        that says its layer already keeps what it says, every other row gets its map's name.

    Raises
    ------
    ReleaseMismatchError
        If a layer is of another target release, or no bridge joins its source release.
    InputError
        If a map does not say its releases, or a layer's rows answer in another way.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.mapping.schema import map_table
    >>> who, layer = (
    ...     MapSet(
    ...         name=name,
    ...         kind="csv",
    ...         source=parse_release(source),
    ...         target=parse_release("icd11/2024-01"),
    ...         table=map_table({"source": [code], "target": [target]}),
    ...     )
    ...     for name, source, code, target in (
    ...         ("who", "icd10/who-2019", "K58", "DD91.0Z"),
    ...         ("uk", "icd10/uk-5th", "K58.0", "DD91.01"),
    ...     )
    ... )
    >>> [(e.source, e.target, e.layer) for e in stack(who, layer)]
    [('K58', 'DD91.0Z', 'who'), ('K58.0', 'DD91.01', 'uk')]
    """
    for layer in layers:
        _must_fit(layer, base)
    held = _named(base)
    for number, layer in enumerate(layers):
        laid = _without(_named(layer), _spelled_alike(layer, layers[:number]))
        held = pa.concat_tables([_without(held, laid["source"].unique().to_pylist()), laid])
    return MapSet(
        name=name or base.name,
        kind=base.kind,
        source=base.source,
        target=base.target,
        table=held,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerKeys:
    """The sources for which layers have rows.

    Attributes
    ----------
    as_coded
        Those of layers in the very edition the data are coded in: looked up first, as written.
    every
        Those of all layers.
    """

    as_coded: frozenset[str] = field(default_factory=frozenset)
    every: frozenset[str] = field(default_factory=frozenset)


def layer_keys(layers: Sequence[MapSet], *, data: Release) -> LayerKeys:
    """Give the sources for which layers have rows, for data coded in a release."""
    own = [layer for layer in layers if layer.source == data]
    return LayerKeys(
        as_coded=frozenset(source for layer in own for source in layer.sources),
        every=frozenset(source for layer in layers for source in layer.sources),
    )


def normalise_stacked(
    code: str, keys: Container[str], *, edition: Edition | None, layers: LayerKeys
) -> NormalisedCode:
    """Find the key of a stack that a coded value stands for.

    Parameters
    ----------
    code
        As in the data, dotted or not (``U073``, ``B59X``).
    keys
        Printed codes the stack has a row for.
    edition
        As in `workbench.mapping.bridge.normalise`, which is asked where no layer of the data's own
        edition holds the very code.
    layers
        Which of the keys a layer answers for.

    Returns
    -------
    NormalisedCode
        Of method ``layer`` where the row of a layer is the code's own. A row borrowed from a parent
        stays method ``parent``, whichever layer it stands in.

    Examples
    --------
    >>> keys = frozenset({"U07", "U07.3", "W01", "X59", "X59.0"})
    >>> uk = LayerKeys(as_coded=frozenset({"U07.3", "X59.0"}), every=frozenset({"U07.3", "X59.0"}))
    >>> found = [
    ...     normalise_stacked(code, keys, edition=Edition.UK5, layers=uk)
    ...     for code in ("U073", "X590", "U074", "W010")
    ... ]
    >>> [(str(each.method), each.key) for each in found]
    [('layer', 'U07.3'), ('layer', 'X59.0'), ('parent', 'U07'), ('place4', 'W01')]
    """
    for form in _forms(bare_code(code)):
        if form in layers.as_coded:
            return NormalisedCode(method=Method.LAYER, key=form)
    found = normalise(code, keys, edition=edition)
    if found.key in layers.every and found.method in DIRECT_METHODS:
        return NormalisedCode(method=Method.LAYER, key=found.key)
    return found


def _forms(bare: str) -> tuple[str, ...]:
    """Give a code as it is printed: dotted, and without the filler of a category."""
    filled = len(bare) == _FILLED and bare.endswith(_FILLER)
    return (dotted(bare), bare[:_CATEGORY]) if filled else (dotted(bare),)


def _spelled_alike(layer: MapSet, under: Sequence[MapSet]) -> list[str]:
    """Give the sources of a layer by which one below, of another edition, means another thing."""
    release = _known(layer, "source")
    return [
        source
        for other in under
        for source in sorted(set(layer.sources) & set(other.sources))
        if _carried_over(source, _known(other, "source"), release) != source
    ]


def _carried_over(code: str, source: Release, target: Release) -> str | None:
    return carried(code, {code, code[:_CATEGORY]}, source=source, target=target).key


def _without(rows: pa.Table, sources: Sequence[str]) -> pa.Table:
    """Give the rows of a map that are of none of some sources."""
    among = pc.is_in(rows["source"], value_set=pa.array(sources, pa.string()))
    return rows.filter(pc.invert(among))


def _named(map_set: MapSet) -> pa.Table:
    """Give a map's rows, each with the layer it came from."""
    table = map_set.table
    said: Any = pc.if_else(pc.equal(table[_LAYER], ""), None, table[_LAYER])
    place = MAP_SCHEMA.get_field_index(_LAYER)
    return table.set_column(place, MAP_SCHEMA.field(_LAYER), pc.fill_null(said, map_set.name))


def _must_fit(layer: MapSet, base: MapSet) -> None:
    source, target = _known(layer, "source"), _known(layer, "target")
    if target != _known(base, "target"):
        problem = (
            f"layer '{layer.name}' leads to {target} and map '{base.name}' to {base.target}; a "
            "layer must lead to the release of the map it repairs"
        )
        raise ReleaseMismatchError(problem)
    try:
        require_bridge(source, _known(base, "source"))
    except ReleaseMismatchError as error:
        problem = f"layer '{layer.name}' leads from {source}, map '{base.name}' not: {error}"
        raise ReleaseMismatchError(problem) from error
    if layer.profile is not base.profile:
        problem = (
            f"layer '{layer.name}' has rows of {_profile(layer)} and map '{base.name}' of "
            f"{_profile(base)}; a layer's rows must answer as those of the map it repairs"
        )
        raise InputError(problem)
    if layer.is_table_of_alternatives and not base.is_table_of_alternatives:
        problem = (
            f"layer '{layer.name}' is a table of alternatives, which gives no one answer; a layer "
            "of this map has one answer a code"
        )
        raise InputError(problem)


def _known(map_set: MapSet, side: str) -> Release:
    release: Release | None = getattr(map_set, side)
    if release is None:
        problem = f"map '{map_set.name}' does not say its {side} release; add it with --{side}"
        raise InputError(problem)
    return release


def _profile(map_set: MapSet) -> str:
    return "no profile" if map_set.profile is None else f"profile {map_set.profile}"
