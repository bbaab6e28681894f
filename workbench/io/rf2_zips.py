"""The publishers' zips side by side in one folder, as they were downloaded.

The International release, the UK's and its query tables come as a zip each; put into one folder
they are read as if they had been unpacked there. The trap: one that is damaged must not be passed
over beside others that are whole, or half a release would be taken for all of it.

Source: SNOMED International, Release File Specifications, "Release Package Naming Convention".
"""

from __future__ import annotations

import re
from typing import Final

from workbench.errors import InputError
from workbench.io.package import Form, Package, open_package
from workbench.io.rf2_history import is_history_name
from workbench.io.rf2_package import is_rf2_name

__all__ = ["with_rf2_zips"]

_SNOMED: Final = re.compile(r"snomed|sct", re.IGNORECASE)


def with_rf2_zips(package: Package) -> Package:
    """Give a folder with the zips of RF2 right in it as folders; anything else as it is.

    A zip that lies there unpacked as well is not looked into, nor is one in a zip or further down.

    Raises
    ------
    InputError
        If a zip cannot be read, and it or what lies beside it is SNOMED CT's.
    """
    if package.form is not Form.FOLDER:
        return package
    whole, damaged = package, []
    for name in package.zips():
        if "/" in name or _is_unpacked(package, name):
            continue
        try:
            opened = open_package(package.path / name, limits=package.limits)
        except InputError as error:
            damaged.append((name, error))
            continue
        if any(map(_is_of_rf2, opened.names())):
            whole = whole.with_zip(name, opened)
    beside = any(map(_is_of_rf2, whole.names()))
    for name, fault in damaged:
        if beside or _SNOMED.search(name):
            raise fault
    return whole


def _is_unpacked(package: Package, name: str) -> bool:
    folder = name[: -len("zip") - 1] + "/"
    return any(other.startswith(folder) for other in package.names())


def _is_of_rf2(name: str) -> bool:
    return is_rf2_name(name) or is_history_name(name)
