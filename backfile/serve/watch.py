"""Which files change: a real watcher in the place where livereload has its polling one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from livereload.watcher import Watcher
from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError as WatchFault

# An editor's save is several events within a few milliseconds; what comes in that time is one change.
STEP_MS = 5
DEBOUNCE_MS = 30
POLL_MS = 500
SETTLED_SECONDS = 0.25


class FolderWatcher(Watcher):
    """Reports paths that change, and never asks livereload to reload: browsers are told when a build has ended.

    `changed` is called in threads of the watcher's own. `folders` are watched with all below them; when one comes or
    goes, which `root` is watched for, it is reported itself.
    """

    def __init__(self, changed: Callable[[set[Path]], None], root: Path, folders: Iterable[Path]) -> None:
        super().__init__()
        self.changed, self.root, self.folders = changed, root, tuple(folders)
        self._ended = threading.Event()
        self._moved = threading.Event()
        for folder in (root, *self.folders):
            self.watch(str(folder))

    def start(self, callback: Callable[[], None]) -> bool:  # noqa: ARG002 - livereload's signature
        """Begin; True tells livereload that it need not poll."""
        threading.Thread(target=self._follow_root, daemon=True).start()
        threading.Thread(target=self._follow_folders, daemon=True).start()
        return True

    def stop(self) -> None:
        self._ended.set()
        self._moved.set()

    def examine(self) -> tuple[None, None]:
        """Nothing to reload for livereload, whenever it asks."""
        return None, None

    def _follow_root(self) -> None:
        for paths in _changes([self.root], self._ended, below=False):
            if not paths.isdisjoint(self.folders):
                self._moved.set()
            self.changed(paths)

    def _follow_folders(self) -> None:
        while not self._ended.is_set():
            self._moved.clear()
            there = [folder for folder in self.folders if folder.is_dir()]
            for paths in _changes(there, self._moved, below=True):
                self.changed(paths)
                if any(map(_may_be_folder, paths)):
                    break
            if not there:
                self._moved.wait()
            self._look_at_all_soon()

    def _look_at_all_soon(self) -> None:
        """What happens until the folders are watched anew is not seen: have all looked at when they are."""
        later = threading.Timer(SETTLED_SECONDS, self.changed, [set(self.folders)])
        later.daemon = True
        later.start()


def _may_be_folder(path: Path) -> bool:
    """A folder that comes back soon after it went is not watched any more: the system's notice that the old one is gone
    arrives late and ends the watch on the new one. So all are watched anew when a folder came, or may have gone."""
    return path.is_dir() or (not path.suffix and not path.exists())


def _changes(folders: list[Path], stopped: threading.Event, *, below: bool) -> Iterator[set[Path]]:
    try:
        yield from _seen(folders, stopped, below, polls=False)
    except (OSError, WatchFault):  # the system watches no more files, or none here: then we look ourselves
        yield from _seen(folders, stopped, below, polls=True)


def _seen(folders: list[Path], stopped: threading.Event, below: bool, polls: bool) -> Iterator[set[Path]]:
    if not folders:
        return
    for changes in watch(
        *folders,
        watch_filter=None,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        stop_event=stopped,
        raise_interrupt=False,
        force_polling=polls or None,
        poll_delay_ms=POLL_MS,
        recursive=below,
        ignore_permission_denied=True,
    ):
        yield {Path(path) for _, path in changes}
