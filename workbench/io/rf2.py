"""SNOMED CT: an RF2 Snapshot release becomes the tables of a graph.

One package or several side by side, a folder or a zip. What is read: concepts, descriptions,
inferred relationships with concrete values, language and association reference sets, who is in any
other reference set, and the UK's history substitution table. What is not: stated relationships,
OWL, text definitions, and what the other reference sets say of their members (maps are read by
``map add``).

Source: SNOMED International, Release File Specifications.
"""

from __future__ import annotations

import pyarrow as pa

from workbench.core.codes import CodeSystem, Kind, Release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.graph.schema import NODE_SCHEMA
from workbench.graph.side_tables import SideTables
from workbench.io.fingerprint import combined
from workbench.io.package import Package
from workbench.io.result import GraphRead, check_system
from workbench.io.rf2_concepts import concept_columns, read_concepts
from workbench.io.rf2_edition import (
    INTERNATIONAL,
    has_british_module,
    is_british,
    rf2_edition,
)
from workbench.io.rf2_history import find_history, read_history
from workbench.io.rf2_package import Rf2Release, find_rf2
from workbench.io.rf2_reading import Rf2Reading
from workbench.io.rf2_refsets import read_refsets, refset_files
from workbench.io.rf2_relationships import CONCRETE, RELATIONSHIP, read_relationships
from workbench.io.rf2_terms import Names, read_names

__all__ = ["read_rf2"]


def read_rf2(
    package: Package, name: str, *, release: Release | None = None, progress: Progress = silent
) -> GraphRead:
    """Read an RF2 Snapshot release.

    Parameters
    ----------
    package
        Its folder or zip.
    name
        Not used: a release is many files.
    release
        What it is, where it is not to be called after its edition and date.
    progress
        Told of each file.

    Raises
    ------
    InputError
        Naming file, line and column of the first thing that is not what it should be.
    """
    del name
    found = find_rf2(package)
    british = is_british(found)
    history = find_history(package, date=found.date, beside=british)
    total = len(_files(found)) + (history is not None)
    with progress(f"reading {package.display}", total) as step:
        reading = Rf2Reading(release=found, step=step)
        concepts = read_concepts(reading)
        names = read_names(reading)
        edges, attributes = read_relationships(reading)
        members, replacements = read_refsets(reading)
        if history is not None:
            old = read_history(reading, history)
            replacements = pa.concat_tables([replacements, old])
    side = SideTables(
        terms=names.terms, attributes=attributes, members=members, replacements=replacements
    )
    modules = concepts["moduleId"].cast(pa.string()).unique().to_pylist()
    british = british or has_british_module(modules)
    return GraphRead(
        kind="rf2",
        release=_release(found, release, british=british),
        nodes=_nodes(reading.codes, concepts, names),
        edges=edges,
        source=str(package.path),
        sha256=combined(reading.digests),
        side=side,
    )


def _files(release: Rf2Release) -> list[str]:
    contents = ("Concept", "Description", RELATIONSHIP, CONCRETE)
    tables = [file for content in contents for file in release.tables(content)]
    return [file.name for file in (*tables, *refset_files(release))]


def _nodes(codes: pa.Array, concepts: pa.Table, names: Names) -> pa.Table:
    count = len(codes)
    columns = {
        **{field.name: pa.nulls(count, field.type) for field in NODE_SCHEMA},
        **concept_columns(concepts),
        "code": codes,
        "term": names.term,
        "fsn": names.fsn,
        "kind": pa.repeat(Kind.CONCEPT.value, count),
        "semantic_tag": names.semantic_tag,
    }
    return pa.table(columns)


def _release(found: Rf2Release, asked: Release | None, *, british: bool) -> Release:
    """Name a release by its edition and date, unless it is to be called otherwise."""
    file = found.package.display
    if asked is not None:
        expected = Release(system=CodeSystem.SNOMED, edition=INTERNATIONAL)
        return check_system(asked, expected, file=file)
    named = rf2_edition(found, british=british)
    if named is None:
        problem = (
            "neither its folder nor its files are named with a date; say which release it is "
            "with --release snomed/<edition>"
        )
        raise InputError(problem, file=file)
    return named
