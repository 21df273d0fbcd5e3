"""What was read, put by on disk until all of it is known: memory stays flat in the number of captures."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator

from backfile.importing.reading import Passed, Read


class Spool:
    """A temporary file of reads, in order."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="backfile-")  # noqa: SIM115 - `close` ends it
        self._count = 0

    def fill(self, reads: Iterable[Read | Passed]) -> Iterator[Read | Passed]:
        """Put each read by, and hand it on."""
        for read in reads:
            pickle.dump(read, self._file, pickle.HIGHEST_PROTOCOL)
            self._count += 1
            yield read

    def reads(self) -> Iterator[Read | Passed]:
        """All of them again."""
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)  # noqa: S301 - our own bytes of a moment ago

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
