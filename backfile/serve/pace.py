"""How far a whole build is, for the page that waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from backfile.report import time_text

STEPS = {"read": "stories read", "pages": "pages made", "search": "parts of the search made"}
# Before that nothing can be said of the rest.
SURE = 2.0


class Pace:
    """Remembers when each step began."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.step, self.began, self.before = clock, "", 0.0, 0

    def text(self, step: str, done: int, total: int) -> str:
        """One line: how much of how much, and the time that this step will still take."""
        now = self.clock()
        if step != self.step or done < self.before:
            self.step, self.began, self.before = step, now, done
        seconds, since = now - self.began, done - self.before
        line = f"{done:,} of {total:,} {STEPS.get(step, step)}" if total else f"{done:,} {STEPS.get(step, step)}"
        if total > done and since and seconds > SURE:
            line += f", about {time_text((total - done) * seconds / since)} left"
        return line + "."
