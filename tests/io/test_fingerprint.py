"""A digest is of contents, whatever carried them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.io.samples import icd10_files, laid_out, zipped
from workbench.io.fingerprint import combined, of_bytes, of_file, of_files
from workbench.io.reading import read_graph


def test_a_file_has_the_digest_of_its_bytes_however_large(tmp_path: Path) -> None:
    content = b"0123456789abcdef" * (3 << 16) + b"!"
    (tmp_path / "large.bin").write_bytes(content)
    assert of_file(tmp_path / "large.bin") == hashlib.sha256(content).hexdigest()


def test_one_file_alone_has_its_own_digest() -> None:
    assert of_files({"a.txt": b"a"}) == of_bytes(b"a")


@given(st.dictionaries(st.text(min_size=1), st.binary(), min_size=2))
def test_several_files_have_one_digest_in_whatever_order(
    contents: dict[str, bytes],
) -> None:
    backwards = dict(reversed(contents.items()))
    assert of_files(contents) == of_files(backwards)


def test_a_name_or_a_content_that_changes_changes_the_digest() -> None:
    first = combined({"a": "11", "b": "22"})
    assert first != combined({"a": "11", "c": "22"})
    assert first != combined({"a": "11", "b": "23"})


def test_a_release_has_one_digest_as_files_folder_or_zip(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", icd10_files())
    zipped(tmp_path / "r.zip", {f"deep/{name}": text for name, text in icd10_files().items()})
    by_folder, by_zip, by_file = (
        read_graph(path).sha256
        for path in (folder, tmp_path / "r.zip", folder / "icd101999syst_codes.txt")
    )
    assert by_folder == by_zip == by_file
