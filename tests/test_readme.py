"""The README's commands do what it says, in a clone whose path has a space."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parents[1]
PATIENCE = 300
NESTED = bool(os.environ.get("BACKFILE_NESTED"))
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".backfile", "dist", "__pycache__", "*.egg-info", ".pytest_cache", ".ruff_cache", ".hypothesis"
)
at_the_outside = pytest.mark.skipif(NESTED, reason="this is the environment that such a test has made")


def commands(section: str) -> list[str]:
    """The commands of one section of the README, the form with uv first."""
    text = re.search(rf"## {section}\n(.*?)\n## ", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[1]
    return [block.strip() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]


@pytest.fixture
def clone(tmp_path) -> Path:
    """The tree as it stands, without what builds and environments leave behind."""
    place = tmp_path / "a clone"
    shutil.copytree(ROOT, place, ignore=LEFT_OUT, symlinks=True)
    shutil.rmtree(place / "output", ignore_errors=True)
    return place


def environment() -> dict[str, str]:
    """As a newcomer's shell has it: no environment is active, and no test asks for long ones again."""
    ours = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS", "UV_PROJECT_ENVIRONMENT", "BACKFILE_LONG")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    bin_of_ours = os.environ.get("VIRTUAL_ENV", "-") + "/bin"
    path = os.pathsep.join(folder for folder in kept["PATH"].split(os.pathsep) if folder != bin_of_ours)
    if (uv := shutil.which("uv")) and not shutil.which("uv", path=path):
        kept["BACKFILE_UV"] = uv
    return {**kept, "PATH": path, "BACKFILE_NESTED": "1"}


def in_shell(command: str) -> str:
    uv = environment().get("BACKFILE_UV")
    return command.replace("uv ", f"'{uv}' ", 1) if uv and command.startswith("uv ") else command


def needs(command: str) -> None:
    if command.startswith("uv ") and not shutil.which("uv"):
        pytest.skip("uv is not installed")
    if command.startswith("python3 ") and not _python3_is_new_enough():
        pytest.skip("python3 is older than 3.11 here")


def _python3_is_new_enough() -> bool:
    check = ["python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, env=environment(), check=False).returncode == 0


def test_there_are_two_things_to_type_each_in_two_forms():
    seen, tested = commands("See it"), commands("Test it")
    assert [command.split()[0] for command in seen] == ["uv", "python3"]
    assert [command.split()[0] for command in tested] == ["uv", "python3"]
    assert all(command.endswith("build.py serve") for command in seen)
    assert all(command.endswith("pytest") for command in tested)
    assert all("\n" not in command for command in [*seen, *tested])


def test_the_second_form_of_the_test_command_is_the_one_that_every_change_is_tested_with():
    (line,) = (line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if "-m pytest" in line)
    assert line == commands("Test it")[1]
    assert "test_command=$(grep -- '-m pytest' README.md)" in (ROOT / ".ci/run").read_text("utf-8")


def test_the_dev_extra_and_the_dev_group_are_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["optional-dependencies"]["dev"] == project["dependency-groups"]["dev"]


@pytest.mark.long
@at_the_outside
@pytest.mark.parametrize("command", commands("See it"), ids=["uv", "pip"])
def test_the_first_command_ends_with_the_sample_archive_served(command, clone):
    needs(command)
    serving = subprocess.Popen(
        in_shell(f"{command} --port 8750"),
        shell=True,
        cwd=clone,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        address = next(_addresses(serving), "")
        assert address, "the command ended without serving anything"
        assert "The Port Thole Pilot" in _page(address)
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.communicate(timeout=PATIENCE)


def _addresses(serving: subprocess.Popen) -> Iterator[str]:
    for line in serving.stdout:
        if found := re.search(r"http://(?:127\.0\.0\.1|localhost):\d+/\S*", line):
            yield found[0]


def _page(address: str) -> str:
    """The page, once the first build has made it: until then the answer is a refusal."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except URLError:
            sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


@pytest.mark.long
@at_the_outside
@pytest.mark.parametrize("command", commands("Test it")[:1], ids=["uv"])
def test_the_second_command_runs_the_tests(command, clone):
    needs(command)
    # The other form is what `.ci/run` types. Here it is enough that the command sets the tests up and starts them.
    done = subprocess.run(
        in_shell(f"{command} -q tests/cli/test_report.py"),
        shell=True,
        cwd=clone,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert re.search(r"\d+ passed", done.stdout)


def test_without_its_libraries_build_py_says_in_one_sentence_how_to_get_them(tmp_path, clone):
    import sys
    import venv

    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    python = next(path for path in (tmp_path / "bare").glob("*/python*") if path.stem == "python")
    done = subprocess.run(
        [python, "build.py"], cwd=clone, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "pip install -e ." in done.stderr
    assert sys.version_info >= (3, 11)


@pytest.mark.parametrize("asked", ["python3.8", "python3.9", "python3.10"])
def test_an_older_python_is_told_in_one_sentence_too(asked):
    older = shutil.which(asked)
    if not older or subprocess.run([older, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"{asked} is not installed")
    done = subprocess.run([older, str(ROOT / "build.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: Backfile needs Python 3.11 or newer")
