"""What the preview answers to whom: nothing outside the site, to nobody but this machine, whatever is sent."""

from __future__ import annotations

import socket
import subprocess

import pytest

from tests.serve.serving import Serving, Tab, handshake, make_archive, parsed, received

FERRY = "1995/05/05/ferry/"


def test_pages_come_with_the_script_and_their_files_are_without_it(serving):
    page = serving.page(FERRY)
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "last time" in page.text
    assert "/.backfile/preview.js" in page.text
    written = (serving.root / ".backfile" / "preview" / FERRY / "index.html").read_text("utf-8")
    assert "/.backfile/" not in written
    assert int(page.headers["content-length"]) == len(page.body)


def test_the_script_and_the_client_of_livereload_come_from_this_host(serving):
    assert "LiveReloadPluginBackfile" in serving.ask("/.backfile/preview.js").text
    assert "LiveReload" in serving.ask("/livereload.js").text


def test_the_site_stands_where_it_will_be_published(serving):
    assert serving.base == "/archive/"
    assert serving.ask("/").headers["location"] == "/archive/"
    assert serving.ask("/archive").headers["location"] == "/archive/"
    assert serving.ask("/" + FERRY).status == 404


def test_what_is_not_there_is_answered_with_the_sites_own_page(serving):
    page = serving.page("1995/no/such/page/")
    assert page.status == 404
    assert "The Quay" in page.text
    assert "/.backfile/preview.js" in page.text


def test_a_folder_without_its_slash_leads_to_the_page_on_this_host(serving):
    answer = serving.ask("/archive/1995/05/05/ferry?x=1")
    assert answer.status == 302
    assert answer.headers["location"] == "/archive/1995/05/05/ferry/?x=1"


@pytest.mark.parametrize("path", ["//evil.example/archive/", "/archive//evil.example", "/archive//1995/05/05/ferry"])
def test_no_path_sends_a_browser_to_another_host(serving, path):
    answer = serving.ask(path)
    assert answer.status in (400, 404)
    assert "location" not in answer.headers


def test_folders_are_not_listed(serving):
    folder = serving.root / ".backfile" / "preview" / "bare"
    folder.mkdir()
    (folder / "a.txt").write_text("in a folder without a page")
    assert serving.page("bare/").status == 404
    assert serving.page("bare").status == 404
    assert serving.page("bare/a.txt").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../site.toml",
        "/archive/../site.toml",
        "/archive/../../site.toml",
        "/archive/../../../../../../../../etc/passwd",
        "/archive/%2e%2e/%2e%2e/site.toml",
        "/archive/..%2f..%2fsite.toml",
        "/archive/%252e%252e/%252e%252e/site.toml",
        "/archive/..\\..\\site.toml",
        "/archive/..%5c..%5csite.toml",
        "/archive/.%00./site.toml",
        "/archive/%00",
        "/archive/a%00.html",
        "/archive/%ff%fe",
        "/archive/%c0%ae%c0%ae/site.toml",
        "/archive/%2e/",
        "/archive/./1995/",
        "/archive//etc/passwd",
        "/archive/%2fetc%2fpasswd",
        "/archive/C:/windows/win.ini",
        "/archive/a%0d%0aSet-Cookie:x",
        "/archive/" + "a" * 3000,
        "http://evil.example/archive/",
        "*",
    ],
)
def test_nothing_outside_the_site_can_be_reached(serving, path):
    answer = serving.ask(path)
    assert answer.status in (400, 404)
    assert b"zone" not in answer.body
    assert "set-cookie" not in answer.headers


def test_a_link_that_leads_out_of_the_site_is_not_followed(serving):
    preview = serving.root / ".backfile" / "preview"
    (preview / "settings.txt").symlink_to(serving.root / "site.toml")
    (preview / "texts").symlink_to(serving.root / "content")
    (preview / "ring").symlink_to(preview / "ring")
    (preview / "same.html").symlink_to(preview / "index.html")
    assert serving.page("settings.txt").status == 404
    assert serving.page("texts/stories/ferry.md").status == 404
    assert serving.page("ring").status == 404
    assert serving.page("same.html").status == 200


@pytest.mark.parametrize("path", [".backfile", ".git/config", "1995/.secret", ".well-known/.hidden", "%2ebackfile"])
def test_dot_files_are_not_served(serving, path):
    for name in (".git/config", "1995/.secret", ".well-known/.hidden"):
        file = serving.root / ".backfile" / "preview" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("hidden")
    assert serving.page(path).status == 404


def test_well_known_files_are_served(serving):
    file = serving.root / ".backfile" / "preview" / ".well-known" / "security.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text("Contact: the editor")
    assert serving.page(".well-known/security.txt").text == "Contact: the editor"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/archive/", "/livereload.js", "/livereload", "/.backfile/preview.js", "/none"])
def test_requests_under_a_name_that_is_not_ours_are_refused(serving, host, path):
    answer = serving.ask(path, Host=host)
    assert answer.status == 403
    assert "The Quay" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8000", "quay.localhost"])
def test_requests_under_names_of_this_machine_are_answered(serving, host):
    assert serving.ask("/archive/", Host=host).status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1.evil.example"]
)
def test_the_reload_channel_is_closed_to_other_origins(serving, origin):
    assert serving.raw(handshake(serving.host, origin)).status == 403


def test_the_reload_channel_is_closed_to_other_names(serving):
    assert serving.raw(handshake("evil.example", "http://evil.example")).status == 403


@pytest.mark.parametrize("message", [[], 3, {}, {"command": 7}, {"command": "info", "plugins": 3, "url": 5}, "no"])
def test_nonsense_on_the_reload_channel_harms_nobody(serving, message):
    Tab(serving).say(message)
    assert serving.page().status == 200


def test_requests_of_unbearable_size_are_refused_with_the_reason(serving):
    assert serving.ask("/archive/?" + "a" * 70_000).status == 414
    assert serving.ask("/archive/", Cookie="a" * 200_000).status == 431


@pytest.mark.parametrize(
    "data",
    [b"\x16\x03\x01\x02\x00\x01\x00\xfc\x03\x03\r\n\r\n", b"GET\r\n\r\n", b"what is this\r\n\r\n", b"\0\0\r\n\r\n"],
)
def test_garbage_is_a_bad_request(serving, data):
    assert serving.raw(data).status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_nothing_but_reading_is_allowed(serving, method):
    answer = serving.ask("/archive/", method, Content_Length="0")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_head_request_has_the_headers_of_the_page_and_no_body(serving):
    page, head = serving.page(FERRY), serving.ask("/archive/" + FERRY, "HEAD")
    assert (head.status, head.headers["content-length"], head.body) == (200, page.headers["content-length"], b"")


@pytest.mark.parametrize(
    ("wanted", "status", "expected"),
    [
        ("bytes=0-3", 206, b"0123"),
        ("bytes=4-", 206, b"456789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=20-", 416, None),
        ("nonsense", 200, b"0123456789"),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(serving, wanted, status, expected):
    (serving.root / ".backfile" / "preview" / "ten.mp4").write_bytes(b"0123456789")
    answer = serving.ask("/archive/ten.mp4", Range=wanted)
    assert answer.status == status
    assert answer.headers["content-type"].startswith("video/mp4" if status < 400 else "text/plain")
    if expected is not None:
        assert answer.body == expected


def test_three_hundred_half_sent_requests_hold_up_nobody(serving):
    half = [serving.connection() for _ in range(300)]
    for connection in half:
        connection.sendall(b"GET /archive/ HTTP/1.1\r\nHost: local")
    assert serving.page().status == 200
    half[0].sendall(b"host\r\nConnection: close\r\n\r\n")
    assert parsed(received(half[0])).status == 200
    for connection in half:
        connection.close()


def test_a_client_that_hangs_up_in_the_middle_is_no_event(serving):
    for data in (b"", b"GE", b"GET /archive/ HTTP/1.1\r\n", b"GET /archive/ HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        with serving.connection() as connection:
            connection.sendall(data)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert serving.page().status == 200


def test_it_listens_to_this_machine_alone(serving):
    listening = subprocess.run(["ss", "-ltnH"], capture_output=True, text=True, check=False).stdout
    own = [line.split()[3] for line in listening.splitlines() if line.split()[3].endswith(f":{serving.port}")]
    if not own:
        pytest.skip("ss, which lists listening sockets, is not here")
    assert set(own) <= {f"127.0.0.1:{serving.port}", f"[::1]:{serving.port}"}


def test_a_taken_port_means_the_next_free_one_said_in_one_line(serving, tmp_path):
    other = Serving(make_archive(tmp_path), "--port", str(serving.port), wait_for_build=False)
    try:
        assert other.port > serving.port
        assert f"(port {serving.port} is taken)" in other.log.splitlines()[0]
    finally:
        other.stop()


def test_a_second_preview_of_one_archive_is_refused_and_names_the_first(serving):
    command = [*serving.process.args]
    second = subprocess.run(command, cwd=serving.root, capture_output=True, text=True, check=False, env=None)
    assert second.returncode == 3
    assert str(serving.process.pid) in second.stderr
    assert second.stderr.count("\n") == 1


def test_ctrl_c_ends_the_preview_with_one_sentence(tmp_path):
    running = Serving(make_archive(tmp_path))
    said = running.log
    assert running.stop() == 130
    assert running.log == said + "The preview has ended.\n"


def test_ctrl_c_in_the_middle_of_the_first_build_is_silent_too(tmp_path):
    running = Serving(make_archive(tmp_path), wait_for_build=False)
    assert running.stop() == 130
    assert "Traceback" not in running.log
    assert "rror" not in running.log
