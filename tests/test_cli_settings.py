"""The commands about settings, through the door they are called by."""

from pathlib import Path

from office import Office

from lienthong_tui.procedures import overlay


def written(office: Office, before: str = "", after: str = "") -> Path:
    """The desk's settings in a file, changed."""
    code, answer = office.json("settings", "export", "--out", office.place / "out", *office.key)
    assert code == 0
    path = Path(answer["path"])
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path


def test_out_and_in_again(office: Office) -> None:
    path = written(office, "overlay = 1", 'overlay = 1\ncut_off = "14:00"')
    assert office.json("settings", "check", path) == (0, {"file": path.name})
    assert office.json("settings", "import", path, *office.sign_in()) == (0, {"changed": True})
    again = written(office)
    assert overlay.decode(again.read_bytes()).cut_off == "14:00"


def test_what_is_the_same_changes_nothing(office: Office) -> None:
    path = written(office)
    assert office.json("settings", "import", path, *office.sign_in()) == (0, {"changed": False})


def test_a_mistake_spends_no_code(office: Office) -> None:
    path = written(office, "[deadlines]", '[deadlines]\nmarriage = "draft"')
    code = office.code()
    ended, _, err = office.run("settings", "import", path, *office.sign_in(otp=code))
    assert (ended, "“marriage”" in err) == (1, True)
    assert office.run("settings", "check", path)[0] == 1
    right = written(office)
    assert office.run("settings", "import", right, *office.sign_in(otp=code))[0] == 0


def test_a_key_file_is_refused(office: Office) -> None:
    path = written(office, "overlay = 1", 'overlay = 1\ncut_off = "14:00"')
    code, _, err = office.run("settings", "import", path, *office.key)
    assert (code, "người phụ trách" in err) == (3, True)


def test_no_file(office: Office) -> None:
    code, _, err = office.run("settings", "check", office.place / "none.toml")
    assert (code, "none.toml" in err) == (2, True)
