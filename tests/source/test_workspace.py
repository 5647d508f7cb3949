"""Where things are found, and what is never read."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.diagnostics import DataError, Diagnostic, UsageError
from pipeline.host import MemoryHost, RealHost
from pipeline.source.workspace import Workspace, shipped_templates

FILES: dict[str, str | bytes] = {
    "data/paris/packet.yaml": "title: x",
    "data/paris/schedule.yaml": "days: []",
    "data/berlin/packet.yaml": "title: x",
    "data/drafts/notes.yaml": "a: 1",
    "templates/note/template.md.j2": "own",
    "templates/note/schema.yaml": "own",
    "templates/schedule/schema.yaml": "own",
    "templates/half/template.md.j2": "no schema beside it",
    "templates/macros.md.j2": "own",
    "templates/themes/card.yaml": "size: card",
    "templates/themes/README.md": "no theme",
    "/shipped/templates/schedule/template.md.j2": "shipped",
    "/shipped/templates/schedule/schema.yaml": "shipped",
    "/shipped/templates/schedule/example.yaml": "shipped",
    "/shipped/templates/themes/letter.yaml": "size: letter",
    "/etc/passwd": "secret",
}
ROOT, SHIPPED = Path("/briefs"), Path("/shipped/templates")


def workspace(**rest: object) -> Workspace:
    return Workspace(ROOT, MemoryHost(FILES, **rest), SHIPPED)  # type: ignore[arg-type]


def refusal(space: Workspace, path: str | Path, limit: int = 1000) -> Diagnostic:
    """Return why *path* is not read."""
    with pytest.raises(DataError) as caught:
        space.read(Path(path), limit)
    (fault,) = caught.value.diagnostics
    assert fault.place is not None
    assert space.reads.digests() == {}
    return fault


# --- the root --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [".", "data", "data/paris", "data/paris/packet.yaml", "/briefs/templates"])
def test_the_root_is_the_nearest_folder_upwards_with_data(start: str) -> None:
    assert Workspace.find(MemoryHost(FILES), Path(start)).root == ROOT


def test_a_nearer_workspace_wins() -> None:
    host = MemoryHost({**FILES, "data/paris/data/x/packet.yaml": ""})
    assert Workspace.find(host, Path("data/paris")).root == ROOT / "data" / "paris"


def test_the_root_option_names_the_root_itself() -> None:
    assert Workspace.find(MemoryHost(FILES), Path("/elsewhere"), Path("data")).root == ROOT / "data"


def test_without_a_workspace_the_command_line_is_wrong() -> None:
    with pytest.raises(UsageError) as caught:
        Workspace.find(MemoryHost(FILES), Path("/elsewhere/x"))
    assert caught.value.exit_code == 2
    assert caught.value.diagnostics[0].message == "neither '/elsewhere/x' nor a folder above it has a folder 'data'"


def test_a_root_that_is_no_folder_is_wrong() -> None:
    with pytest.raises(UsageError, match="--root: there is no folder '/nope'"):
        Workspace.find(MemoryHost(FILES), Path(), Path("/nope"))


def test_shipped_templates_lie_beside_the_package_in_a_checkout() -> None:
    checkout = Path(__file__).resolve().parents[2]
    assert shipped_templates(RealHost()) == checkout / "templates"


def test_shipped_templates_lie_inside_the_package_when_installed() -> None:
    package = Path(__file__).resolve().parents[2] / "pipeline"
    host = MemoryHost({str(package / "shipped" / "templates" / "x" / "schema.yaml"): ""})
    assert shipped_templates(host) == package / "shipped" / "templates"


# --- what there is ---------------------------------------------------------------------------------------------------


def test_packets_are_the_folders_of_data_with_a_packet_file_by_name() -> None:
    assert workspace().packets() == (ROOT / "data/berlin", ROOT / "data/paris")


def test_a_workspace_without_data_has_no_packets() -> None:
    assert Workspace(Path("/nowhere"), MemoryHost(FILES), SHIPPED).packets() == ()


def test_templates_are_the_own_and_the_shipped_ones() -> None:
    assert workspace().templates() == ("note", "schedule")


def test_a_template_takes_each_file_from_the_workspace_first() -> None:
    files = workspace().template("schedule")
    assert files is not None
    assert files.schema == ROOT / "templates/schedule/schema.yaml"
    assert files.template == SHIPPED / "schedule/template.md.j2"
    assert files.example == SHIPPED / "schedule/example.yaml"


def test_a_template_may_lack_an_example_but_no_schema() -> None:
    space = workspace()
    note = space.template("note")
    assert note is not None
    assert note.example is None
    assert space.template("half") is None


@pytest.mark.parametrize(
    "name",
    ["themes", "", ".", "..", "../data", "note/..", "/etc", "note/", "a\0b", "note\n", "ｎote", ".hidden", "n" * 200],
)
def test_a_name_that_leads_elsewhere_is_no_template_and_no_theme(name: str) -> None:
    assert workspace().template(name) is None
    assert workspace().theme(name) is None


def test_themes_are_found_by_name() -> None:
    space = workspace()
    assert space.themes() == ("card", "letter")
    assert space.theme("card") == ROOT / "templates/themes/card.yaml"
    assert space.theme("letter") == SHIPPED / "themes/letter.yaml"
    assert space.theme("a4") is None


def test_shared_files_of_templates_are_found() -> None:
    assert workspace().template_file("macros.md.j2") == ROOT / "templates/macros.md.j2"
    assert workspace().template_file("../data/paris/packet.yaml") is None


def test_a_workspace_that_is_the_checkout_itself_looks_up_templates_once() -> None:
    space = Workspace(SHIPPED.parent, MemoryHost(FILES), SHIPPED)
    assert space.template_folders() == (SHIPPED,)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/briefs/data/paris/packet.yaml", "data/paris/packet.yaml"),
        ("/shipped/templates/schedule/schema.yaml", "shipped/templates/schedule/schema.yaml"),
        ("/etc/passwd", "/etc/passwd"),
    ],
)
def test_files_are_named_relative_to_the_root(path: str, shown: str) -> None:
    assert workspace().display(Path(path)) == shown


# --- reading ---------------------------------------------------------------------------------------------------------


def test_every_file_read_is_recorded_with_its_digest() -> None:
    space = workspace()
    assert space.read(SHIPPED / "themes/letter.yaml") == b"size: letter"
    assert space.read(Path("data/paris/packet.yaml")) == b"title: x"
    assert space.reads.digests() == {
        "data/paris/packet.yaml": sha256(b"title: x").hexdigest(),
        "shipped/templates/themes/letter.yaml": sha256(b"size: letter").hexdigest(),
    }
    assert next(iter(space.reads.digests())) == "data/paris/packet.yaml"


def test_a_missing_file_is_an_error_with_a_guess_among_its_neighbours() -> None:
    fault = refusal(workspace(), "data/paris/shedule.yaml")
    assert (fault.code, fault.message) == ("file-not-found", "there is no file data/paris/shedule.yaml")
    assert fault.help == "did you mean schedule.yaml?"


def test_a_missing_file_that_resembles_none_comes_with_those_of_its_kind() -> None:
    assert refusal(workspace(), "data/paris/x.yaml").help == "the folder has `packet.yaml` and `schedule.yaml`"
    assert refusal(workspace(), "data/paris/x.png").help == "check the name and the folder"


def test_a_file_in_a_missing_folder_says_so() -> None:
    assert refusal(workspace(), "data/rome/x.yaml").help == "there is no folder data/rome either"


def test_a_folder_is_no_file() -> None:
    fault = refusal(workspace(), "data/paris")
    assert (fault.code, fault.message) == ("is-a-directory", "data/paris is a folder, not a file")


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read() -> None:
    assert refusal(workspace(), "data/paris/packet.yaml", 7).message == "the file is larger than 7 bytes"
    assert workspace().read(Path("data/paris/packet.yaml"), 8) == b"title: x"


@pytest.mark.parametrize("path", ["/etc/passwd", "../etc/passwd", "data/../../etc/passwd", "/briefs2/x", "/"])
def test_a_file_outside_is_refused(path: str) -> None:
    fault = refusal(workspace(), path)
    assert fault.code == "outside-workspace"
    assert "link" not in fault.message


@pytest.mark.parametrize(
    ("link", "to", "path"),
    [
        ("data/paris/leak.yaml", "/etc/passwd", "data/paris/leak.yaml"),
        ("data/paris/leak.yaml", "../../../etc/passwd", "data/paris/leak.yaml"),
        ("data/out", "/etc", "data/out/passwd"),
    ],
)
def test_a_link_that_leads_outside_is_refused(link: str, to: str, path: str) -> None:
    fault = refusal(workspace(links={link: to}), path)
    assert (fault.code, fault.message) == ("outside-workspace", f"{path} lies outside the workspace, through a link")


def test_a_link_inside_the_workspace_is_followed() -> None:
    space = workspace(links={"data/berlin/schedule.yaml": "../paris/schedule.yaml"})
    assert space.read(Path("data/berlin/schedule.yaml")) == b"days: []"
    assert list(space.reads.digests()) == ["data/berlin/schedule.yaml"]


def test_a_link_to_itself_is_unreadable() -> None:
    assert refusal(workspace(links={"data/loop": "loop"}), "data/loop").code == "unreadable"


def test_an_unreadable_file_says_why() -> None:
    fault = refusal(
        workspace(faults={"data/paris/packet.yaml": PermissionError(13, "Permission denied")}), "data/paris/packet.yaml"
    )
    assert (fault.code, fault.message) == ("unreadable", "data/paris/packet.yaml cannot be read: Permission denied")


def test_a_file_that_vanishes_while_it_is_read_is_missing() -> None:
    fault = refusal(
        workspace(faults={"data/paris/packet.yaml": FileNotFoundError(2, "gone")}), "data/paris/packet.yaml"
    )
    assert fault.code == "file-not-found"


def test_a_file_of_the_package_can_be_read_and_a_neighbour_of_it_cannot() -> None:
    space = workspace()
    assert space.read(SHIPPED / "schedule/schema.yaml") == b"shipped"
    assert space.fault(SHIPPED.parent / "other") is not None


# --- on a real disk --------------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Workspace:
    root = tmp_path / "work"
    (root / "data" / "paris").mkdir(parents=True)
    (root / "data" / "paris" / "packet.yaml").write_text("title: x", encoding="utf-8")
    (tmp_path / "secret.yaml").write_text("secret", encoding="utf-8")
    return Workspace.find(RealHost(), root / "data" / "paris")


def test_a_real_link_that_leads_outside_is_refused(disk: Workspace, tmp_path: Path) -> None:
    (disk.root / "data" / "leak.yaml").symlink_to(tmp_path / "secret.yaml")
    (disk.root / "data" / "out").symlink_to(tmp_path)
    assert refusal(disk, "data/leak.yaml").code == "outside-workspace"
    assert refusal(disk, "data/out/secret.yaml").code == "outside-workspace"


def test_a_link_that_leads_nowhere_is_named(disk: Workspace) -> None:
    (disk.root / "data" / "dead.yaml").symlink_to("gone.yaml")
    fault = refusal(disk, "data/dead.yaml")
    assert (fault.code, fault.message) == (
        "unreadable",
        "data/dead.yaml is no regular file, or a link that leads nowhere",
    )


def test_a_pipe_is_refused_and_does_not_hang(disk: Workspace) -> None:
    os.mkfifo(disk.root / "data" / "pipe.yaml")
    assert refusal(disk, "data/pipe.yaml").code == "unreadable"


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300 + ".yaml", "é\udcff.yaml"])
def test_a_name_that_no_file_can_have_is_a_fault_not_an_exception(disk: Workspace, name: str) -> None:
    assert refusal(disk, f"data/{name}").code in ("unreadable", "file-not-found")


def test_a_workspace_reached_through_a_link_is_the_folder_it_leads_to(disk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(disk.root)
    found = Workspace.find(RealHost(), tmp_path / "alias" / "data")
    assert found.root == disk.root
    assert found.read(found.packets()[0] / "packet.yaml") == b"title: x"
