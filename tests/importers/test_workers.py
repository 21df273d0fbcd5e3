"""Who reads the captures: this process while they are few, others when there are many, none for what is known."""

import os

from backfile import execute
from backfile.config import Config
from backfile.execute import LateExecutor
from backfile.importing import run_import


def who(number: int) -> tuple[int, int]:
    return number, os.getpid()


def no_setup(setup: bytes) -> None:
    """Nothing to prepare."""


def test_the_first_calls_run_here_and_the_rest_in_other_processes_in_order():
    with LateExecutor(("processes", "1"), 2, no_setup, b"") as late:
        numbers, processes = zip(*execute.run(late, who, range(4), 4), strict=True)
    assert numbers == (0, 1, 2, 3)
    assert [process == os.getpid() for process in processes] == [True, True, False, False]


class Unwilling(execute.InlineExecutor):
    """An executor that takes nothing."""

    def submit(self, function, /, *args, **named):
        raise AssertionError("nothing should be read")


def test_what_is_known_is_given_to_no_process(tmp_path):
    pile = tmp_path / "articles"
    pile.mkdir()
    for day in range(1, 4):
        text = (
            f"Gate {day} stays shut\n\n0{day} May 2016\n\n"
            + f"The gate at lock {day} stays shut, the keeper said. " * 8
        )
        (pile / f"{day}.txt").write_text(text)
    wishes = {"root": tmp_path, "content": tmp_path / "content", "config": Config()}
    assert run_import([pile], **wishes).accounts.written == 3
    assert run_import([pile], executor=Unwilling(), **wishes).accounts.unchanged == 3
