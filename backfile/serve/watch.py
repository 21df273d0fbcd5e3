"""Which files change: a real watcher in the place where livereload has its polling one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from livereload.watcher import Watcher
from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError as WatchFault

# An editor's save is several events within a few milliseconds; what comes in that time is one change.
STEP_MS = 5
DEBOUNCE_MS = 30
POLL_MS = 500


class FolderWatcher(Watcher):
    """Reports paths that change, and never asks livereload to reload: browsers are told when a build has ended.

    `changed` is called in a thread of the watcher's own.
    """

    def __init__(self, changed: Callable[[set[Path]], None]) -> None:
        super().__init__()
        self.changed = changed
        self.stopped = threading.Event()
        self.folders: list[tuple[Path, bool]] = []

    def follow(self, folder: Path, *, below: bool = True) -> None:
        """Watch a folder, if there is one; without `below` only the files that lie in it directly."""
        if folder.is_dir() and (folder, below) not in self.folders:
            self.folders.append((folder, below))
            self.watch(str(folder))

    def start(self, callback: Callable[[], None]) -> bool:  # noqa: ARG002 - livereload's signature
        """Begin; True tells livereload that it need not poll."""
        for below in (True, False):
            folders = [folder for folder, is_below in self.folders if is_below is below]
            if folders:
                threading.Thread(target=self._follow, args=(folders, below), daemon=True).start()
        return True

    def stop(self) -> None:
        self.stopped.set()

    def examine(self) -> tuple[None, None]:
        """Nothing to reload for livereload, whenever it asks."""
        return None, None

    def _follow(self, folders: list[Path], below: bool) -> None:
        try:
            self._report(folders, below, polls=False)
        except (OSError, WatchFault):  # the system watches no more files, or none here: then we look ourselves
            self._report(folders, below, polls=True)

    def _report(self, folders: list[Path], below: bool, polls: bool) -> None:
        for changes in watch(
            *folders,
            watch_filter=None,
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            stop_event=self.stopped,
            raise_interrupt=False,
            force_polling=polls or None,
            poll_delay_ms=POLL_MS,
            recursive=below,
            ignore_permission_denied=True,
        ):
            self.changed({Path(path) for _, path in changes})
