"""The plain-text reader: any capture of an article, from clean to a whole page's text, to a story."""

from backfile.importers.text.capture import Block, Capture, Fate
from backfile.importers.text.reader import read_capture

__all__ = ["Block", "Capture", "Fate", "read_capture"]
