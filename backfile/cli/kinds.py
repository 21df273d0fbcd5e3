"""What the text of one argument may be: each a function for argparse, which says what to write instead."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

# argparse reads a text default as if it had been typed: readers of options let "", the absent value, through.
_EXECUTOR = re.compile(r"inline|processes:[1-9]\d*|dask:[a-z]+://[^\s/]+")


def moment(value: str) -> str:
    """A moment in ISO 8601, kept as text."""
    try:
        datetime.fromisoformat(value or "2031-05-01T06:00")
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{value}" is not a moment, write 2031-05-01T06:00') from None
    return value


def words(value: str) -> str:
    """Text that is not blank."""
    if not value.strip():
        raise argparse.ArgumentTypeError("there are no words in it, write some")
    return value


def executor(value: str) -> str:
    """Where work is done."""
    if value and not _EXECUTOR.fullmatch(value):
        ways = "inline, processes:4 or dask:tcp://HOST:8786"
        raise argparse.ArgumentTypeError(f'"{value}" is not an executor, write {ways}')
    return value


def number(value: str) -> int:
    """A whole number above 0."""
    if not (value.isascii() and value.isdigit() and int(value)):
        raise argparse.ArgumentTypeError(f'"{value}" is not a number above 0')
    return int(value)


def port(value: str) -> int:
    """A TCP port; 0 lets the system choose."""
    if not (value.isascii() and value.isdigit() and int(value) < 65536):
        raise argparse.ArgumentTypeError(f'"{value}" is not a port, write a number from 0 to 65535')
    return int(value)


def base_url(value: str) -> str:
    """A web address without query and fragment."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise argparse.ArgumentTypeError(f'"{value}" is not a web address, write https://example.org/archive/')
    return value


def theme(value: str) -> str:
    """A name stays a name; what looks like a path becomes an absolute one."""
    return str(Path(value).absolute()) if "/" in value or "\\" in value or value in (".", "..") else value


def pair(value: str) -> tuple[str, str]:
    """`OURS=THEIRS` as two names."""
    left, sign, right = value.partition("=")
    if not (left and sign and right):
        raise argparse.ArgumentTypeError(f'"{value}" is not a pair, write title=headline')
    return left, right


def folder(value: str) -> Path:
    """A folder as an absolute path."""
    if value.startswith("s3://"):
        ways = "`backfile build --output` writes there, `backfile publish` sends a finished site"
        raise argparse.ArgumentTypeError(f'"{value}" is no folder but storage; {ways}')
    return Path(words(value)).absolute()


def site(value: str) -> Path | str:
    """A folder as an absolute path; an address of storage as it stands."""
    return value if value.startswith("s3://") else folder(value)
