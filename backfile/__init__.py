"""Backfile turns a pile of story captures into a permanent static archive."""

__version__ = "0.1.0"
