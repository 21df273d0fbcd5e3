"""The published stories for other tools: a format a module, one table of them.

`selection` says which stories, `gathered` reads them one after the other; nothing holds more than a batch of texts.
"""

from backfile.exporting.formats import FORMATS
from backfile.exporting.run import Exported, export
from backfile.exporting.selection import Selection

__all__ = ["FORMATS", "Exported", "Selection", "export"]
