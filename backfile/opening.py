"""Open an archive for a command: its settings with the command's wishes, its theme, its folders, the moment, its
state."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from backfile import darkroom, storyfile
from backfile.config import Config
from backfile.depot import Depot, depot_at
from backfile.folders import Folders, folders_of
from backfile.lock import locked
from backfile.model import Artifact, BackfileError, MachineError, Problem, UsageError
from backfile.options import Options
from backfile.settings import read_settings
from backfile.state import Archive, Store, open_store
from backfile.theme import Theme, asset_files, load_theme, settings_of


@dataclass(frozen=True, slots=True)
class Site:
    """One archive, opened: settings and theme checked, state at hand. `now` is an instant in seconds.

    `unmade` are formats of pictures that the settings ask for and this machine cannot write; `config` has the others.
    """

    options: Options
    folders: Folders
    config: Config
    theme: Theme
    assets: tuple[Artifact, ...]
    theme_settings: dict[str, object]
    warnings: tuple[Problem, ...]
    store: Store
    archive: Archive
    now: int
    depot: Depot
    unmade: tuple[str, ...] = ()


@contextmanager
def opened(root: Path, options: Options) -> Iterator[Site]:
    """The archive with its lock held. Raises BackfileError for bad settings or theme, a bad command line, another
    build."""
    folders = folders_of(root, options)
    with locked(folders.lock):
        store = open_store(folders.state)
        try:
            if options.clean:
                store.forget_stories()
            yield site_of(root, options, folders, store)
        except sqlite3.OperationalError as error:
            raise MachineError(
                f"{folders.state}: the state of the build cannot be written: {error}; make room and build again"
            ) from error
        finally:
            store.close()


def site_of(root: Path, options: Options, folders: Folders, store: Store) -> Site:
    """The archive around an open store, whichever that is."""
    config, warnings = read_settings(root)
    config = replace(config, base_url=options.base_url or config.base_url, theme=options.theme or config.theme)
    config, unmade = _with_what_can_be_made(config)
    if not folders.content.is_dir():
        raise BackfileError(f"{folders.content}: there is no such folder; make an archive with: backfile init DIR")
    theme, assets, settings = _theme(root, config, options.plain_assets)
    return Site(
        options,
        folders,
        config,
        theme,
        assets,
        settings,
        warnings,
        store,
        Archive(store),
        instant_of(options.now, config),
        depot_at(folders.output, folders.storage),
        unmade,
    )


def _with_what_can_be_made(config: Config) -> tuple[Config, tuple[str, ...]]:
    unmade = darkroom.missing(config.pictures.formats)
    formats = tuple(name for name in config.pictures.formats if name not in unmade)
    return replace(config, pictures=replace(config.pictures, formats=formats)), unmade


def theme_places(root: Path) -> tuple[Path, ...]:
    """Where themes are looked for: the archive's own, then those that come with the package."""
    package = Path(__file__).parent
    shipped = package / "themes" if (package / "themes").is_dir() else package.parent / "themes"
    return (root.resolve() / "themes", shipped)


def _theme(root: Path, config: Config, plain: bool) -> tuple[Theme, tuple[Artifact, ...], dict[str, object]]:
    places = theme_places(root)
    theme = load_theme(config.theme, places, plain=plain)
    if not isinstance(theme, Theme):
        raise BackfileError(f"the theme {config.theme} cannot be used", theme)
    settings = settings_of(theme, dict(config.theme_settings), "site.toml")
    if not isinstance(settings, dict):
        raise BackfileError("the settings of the theme have errors", settings)
    return theme, tuple(asset_files(config.theme, places, plain=plain)), settings


def instant_of(text: str, config: Config) -> int:
    """The moment at which holds are judged: the one given, else the clock's. Raises UsageError for what is no
    moment."""
    if not text:
        return int(time.time())
    try:
        return storyfile.parse_when(text, config.tz).instant
    except ValueError as error:
        raise UsageError(f'--now: "{text}" is not a moment; write 2031-05-01T06:00') from error


def moment_text(instant: int, config: Config) -> str:
    """An instant as a moment in the archive's zone, ISO 8601."""
    return datetime.fromtimestamp(instant, UTC).astimezone(config.tz).isoformat(timespec="minutes")


def forget_state(folders: Folders) -> None:
    """Remove the state file: the next build is clean. Rendered bodies and the output stay."""
    for suffix in ("", "-wal", "-shm"):
        folders.state.with_name(folders.state.name + suffix).unlink(missing_ok=True)
