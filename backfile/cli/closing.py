"""How a verb that reads the archive ends: its receipt, its problems, its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from backfile.model import Level, Problem

if TYPE_CHECKING:
    from argparse import Namespace

    from backfile.cli.screen import Screen
    from backfile.model import Receipt

# Words of a held story in the site, and figures that cannot be true: no `--keep-going` makes these harmless.
UNPUBLISHABLE = frozenset({"leak", "receipt"})


def close(
    receipt: Receipt, arguments: Namespace, screen: Screen, more: dict[str, object], is_check: bool = False
) -> int:
    """Say what the receipt says; `more` joins its values in JSON."""
    from backfile.report import receipt_text, receipt_values

    screen.problems(receipt.problems, whole=is_check)
    screen.say(receipt_text(receipt, is_check), receipt_values(receipt) | more)
    return exit_code(receipt.problems, arguments.strict)


def exit_code(problems: Iterable[Problem], strict: bool) -> int:
    """0 when nothing stands against the result; 1 when something does; 4 when what was built must not be published."""
    problems = tuple(problems)
    if any(problem.code in UNPUBLISHABLE for problem in problems):
        return 4
    levels = {problem.level for problem in problems}
    return int(Level.ERROR in levels or (strict and Level.WARNING in levels))
