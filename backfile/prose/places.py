"""Where in a story's file something stands that was found in its HTML."""

from __future__ import annotations

import re


class Places:
    """Finds texts in the source of a body, in order of appearance; lines and columns count from 1."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._first_line = first_line
        self._after: dict[str, int] = {}

    def at(self, position: int) -> tuple[int, int]:
        """Line and column of a position; a position below 0 (not found) is the first line, column 1."""
        if position < 0:
            return self._first_line, 1
        line = self._text.count("\n", 0, position) + self._first_line
        return line, position - self._text.rfind("\n", 0, position)

    def of_target(self, targets: tuple[str, ...], openings: tuple[str, ...]) -> tuple[int, int]:
        """The place of the next link target, written in one of several ways after one of several openings.

        A target that has been found is looked for behind that place the next time.
        """
        for target in targets:
            for opening in openings:
                position = self._next(opening + target, len(opening))
                if position >= 0:
                    return self.at(position)
        # Python-Markdown makes spaces of tabs.
        return self.of_match(re.compile(r"\s+".join(map(re.escape, targets[0].split()))))

    def of_match(self, pattern: re.Pattern[str]) -> tuple[int, int]:
        """The place of the next match of a pattern."""
        match = pattern.search(self._text, self._after.get(pattern.pattern, 0))
        if match:
            self._after[pattern.pattern] = match.end()
        return self.at(match.start() if match else -1)

    def line(self, number: int) -> str:
        """The source line with that number, for the caret of a message."""
        lines = self._text.split("\n")
        index = number - self._first_line
        return lines[index] if 0 <= index < len(lines) else ""

    def _next(self, sought: str, offset: int) -> int:
        position = self._text.find(sought, self._after.get(sought, 0))
        if position < 0:
            return -1
        self._after[sought] = position + len(sought)
        return position + offset
