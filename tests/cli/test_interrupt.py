"""Ctrl-C: once is an end in order, twice is an end at once, and neither shows a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backfile import interrupt
from backfile.cli import main
from backfile.execute import open_executor

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on POSIX")


def started(script):
    """A program that has said `ready`."""
    command = [sys.executable, "-c", "from backfile import interrupt\nimport signal, sys, time\n" + script]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout.readline() == "ready\n"
    return program


ENDLESS = """
def say(word):
    print(word, flush=True)
with interrupt.heard():
    try:
        say("ready")
        time.sleep(600)
    finally:
        say("ending")
        time.sleep(600)
"""


@posix
def test_pressed_again_while_a_command_ends_it_ends_at_once():
    program = started(ENDLESS)
    program.send_signal(signal.SIGINT)
    assert program.stdout.readline() == "ending\n"
    while program.poll() is None:  # one press may be told twice, so a second comes a little later
        program.send_signal(signal.SIGINT)
        time.sleep(0.02)
    assert (program.returncode, program.stderr.read()) == (130, interrupt.AT_ONCE)


SWALLOWED = """
class Grip:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
with interrupt.heard():
    print("ready", flush=True)
    try:
        Grip()
        time.sleep(600)
    except KeyboardInterrupt:
        sys.exit("heard")
"""


@posix
def test_a_press_that_a_callback_swallows_is_heard_all_the_same():
    program = started(SWALLOWED)
    assert program.wait() == 1
    assert program.stderr.read() == "heard\n"


def test_one_press_that_is_told_twice_is_one(monkeypatch):
    times, ends = iter([10.0, 10.02, 10.05, 11.0]), []
    monkeypatch.setattr(interrupt.time, "monotonic", lambda: next(times))
    monkeypatch.setattr(interrupt, "_end_at_once", lambda: ends.append("now"))
    presses = interrupt._Presses()
    with pytest.raises(KeyboardInterrupt):
        presses.heard(2, None)
    presses.heard(2, None)
    presses.heard(2, None)
    assert ends == []
    presses.heard(2, None)
    assert ends == ["now"]


@pytest.mark.parametrize(("verb", "said"), [("build", "next build goes on"), ("serve", "preview has ended")])
def test_a_command_that_was_stopped_says_what_that_leaves(monkeypatch, capsys, verb, said):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("backfile.cli.parse_arguments", stopped)
    assert main([verb]) == 130
    assert said in capsys.readouterr().err


def test_what_fails_because_it_was_stopped_is_not_told_as_a_fault(monkeypatch, capsys):
    def failed(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("backfile.cli.parse_arguments", failed)
    monkeypatch.setattr(interrupt._presses, "first", 1.0)
    assert main(["import"]) == 130
    assert capsys.readouterr().err == "Stopped; what was imported stays, and the next import goes on from there.\n"


def test_a_press_while_a_process_is_begun_waits_for_that(monkeypatch):
    presses, done = interrupt._Presses(), []
    monkeypatch.setattr(interrupt, "_presses", presses)

    @interrupt.held()
    def begun():
        presses.heard(2, None)
        done.append("begun")

    with pytest.raises(KeyboardInterrupt):
        begun()
    assert done == ["begun"]


def nothing(_):
    pass


def masked(_):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@posix
def test_workers_are_deaf_to_ctrl_c_from_their_first_moment():
    with open_executor(("processes", "1"), 1, nothing, b"") as pool:
        assert pool.submit(masked, 0).result()
    assert not masked(0)
