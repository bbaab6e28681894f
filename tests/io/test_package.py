"""A package is a file, a folder or a zip; a zip is believed nothing."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from tests.io.samples import laid_out, zipped
from workbench.errors import InputError
from workbench.io.package import Form, Limits, open_package


def test_a_file_is_a_package_of_one_and_finds_what_lies_beside_it(tmp_path: Path) -> None:
    laid_out(tmp_path, {"codes.txt": "c", "blocks.txt": "b"})
    package = open_package(tmp_path / "codes.txt")
    assert package.form is Form.FILE
    assert package.names() == ("codes.txt",)
    assert package.read("codes.txt") == b"c"
    beside = package.sibling("codes.txt", "blocks.txt")
    assert package.holds(beside)
    assert package.read(beside) == b"b"


def test_a_file_does_not_find_what_lies_elsewhere(tmp_path: Path) -> None:
    laid_out(tmp_path, {"in/codes.txt": "c", "secret.txt": "s"})
    package = open_package(tmp_path / "in" / "codes.txt")
    assert not package.holds("../secret.txt")
    with pytest.raises(
        InputError, match=r"^codes\.txt: there is no file '\.\./secret\.txt' in it$"
    ):
        package.read("../secret.txt")


def test_a_folder_lists_its_files_with_those_in_folders_and_without_hidden_ones(
    tmp_path: Path,
) -> None:
    folder = laid_out(tmp_path / "r", {"b.txt": "b", "in/a.txt": "a", ".git/x": "", ".hidden": ""})
    package = open_package(folder)
    assert package.names() == ("b.txt", "in/a.txt")
    assert package.read("in/a.txt") == b"a"
    assert package.sibling("in/a.txt", "c.txt") == "in/c.txt"
    assert package.display == "r"


def test_a_folder_leaves_out_what_is_no_file(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.txt": "a"})
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone.txt")
    assert open_package(tmp_path).names() == ("a.txt",)


def test_a_zip_reads_like_the_folder_it_was_made_from(tmp_path: Path) -> None:
    files = {"in/a.txt": "a" * 100, "b.txt": "b", "__MACOSX/b.txt": "?", "in/.DS_Store": "?"}
    package = open_package(zipped(tmp_path / "r.zip", files))
    assert package.form is Form.ZIP
    assert package.names() == ("b.txt", "in/a.txt")
    assert package.read("in/a.txt") == b"a" * 100
    assert package.head("in/a.txt", 3) == b"aaa"


def test_a_zip_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    path = zipped(tmp_path / "download", {"a.txt": "a"})
    assert open_package(path).names() == ("a.txt",)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: there is no such file or folder$"):
        open_package(tmp_path / "gone.txt")


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "home", {f"{n}.txt": "" for n in range(4)})
    with pytest.raises(InputError, match=r"^home: holds more than 3 files; give the release's own"):
        open_package(folder, limits=Limits(members=3))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../a.txt", "climbs out of its folder"),
        ("in/../../a.txt", "climbs out of its folder"),
        ("/etc/a.txt", "has an absolute path"),
        ("C:/a.txt", "names a drive"),
        ("c:a.txt", "names a drive"),
        ("in\\..\\a.txt", "has a backslash in its name; the names in a zip use '/'"),
        ("a\n.txt", "has a control character in its name"),
    ],
)
def test_a_zip_whose_member_would_lie_elsewhere_is_refused(
    tmp_path: Path, name: str, fault: str
) -> None:
    path = zipped(tmp_path / "r.zip", {"good.txt": "g", name: "x"})
    with pytest.raises(InputError) as refused:
        open_package(path)
    shown = name.replace("\n", "?")
    assert str(refused.value) == f"r.zip: member '{shown}' {fault}; nothing was read"


def test_a_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    link = zipfile.ZipInfo("codes.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(
        InputError, match=r"^r\.zip: member 'codes\.txt' is a link; nothing was read$"
    ):
        open_package(path)


def test_a_zip_with_a_device_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    device = zipfile.ZipInfo("codes.txt")
    device.create_system = 3
    device.external_attr = (stat.S_IFCHR | 0o666) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(device, "")
    with pytest.raises(InputError, match="is neither a file nor a folder"):
        open_package(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.zip", {"codes.txt": "secret"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 0x1
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"member 'codes\.txt' is encrypted; unpack it first"):
        open_package(path)


def test_a_bomb_is_refused_by_how_far_it_would_grow(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.zip", {"codes.txt": bytes(3 << 20)})
    assert path.stat().st_size < 1 << 13
    with pytest.raises(
        InputError, match=r"'codes\.txt' unpacks to .* times its size, more than 200"
    ):
        open_package(path)


def test_a_member_a_total_and_a_number_above_the_limits_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.zip", {"a.txt": "a" * 30, "b.txt": "b" * 30})
    with pytest.raises(InputError, match=r"member 'a\.txt' unpacks to 30 bytes, more than 20"):
        open_package(path, limits=Limits(member_bytes=20))
    with pytest.raises(InputError, match=r"^r\.zip: unpacks to 60 bytes, more than 50"):
        open_package(path, limits=Limits(total_bytes=50))
    with pytest.raises(InputError, match=r"^r\.zip: holds 2 members, more than the 1 read at most"):
        open_package(path, limits=Limits(members=1))


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.txt": "a" * 30})
    package = open_package(tmp_path / "a.txt", limits=Limits(member_bytes=20))
    with pytest.raises(InputError, match=r"^a\.txt: is larger than the 20 bytes read at most$"):
        package.read("a.txt")


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("codes.txt", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("codes.txt", "2")
    with pytest.raises(InputError, match=r"member 'codes\.txt' is in it twice; nothing was read"):
        open_package(path)


def test_a_zip_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.zip", {"codes.txt": "c" * 1000})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"^r\.zip: cannot be read as a zip .* may be cut short$"):
        open_package(path)


def test_a_member_whose_bytes_are_not_those_packed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("codes.txt", "A00.0")
    path.write_bytes(path.read_bytes().replace(b"A00.0", b"A00.1"))
    package = open_package(path)
    with pytest.raises(InputError, match=r"^r\.zip: member 'codes\.txt' cannot be unpacked"):
        package.read("codes.txt")


def test_a_file_named_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    laid_out(tmp_path, {"r.zip": "not a zip"})
    with pytest.raises(InputError, match=r"^r\.zip: is named a zip but does not begin like one$"):
        open_package(tmp_path / "r.zip")


def test_an_excel_workbook_is_told_from_a_release(tmp_path: Path) -> None:
    path = zipped(tmp_path / "map.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": ""})
    with pytest.raises(InputError, match=r"^map\.xlsx: is an Excel or other Office file"):
        open_package(path)
