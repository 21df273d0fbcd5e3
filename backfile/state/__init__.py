"""What the last build left behind, in SQLite under `.backfile/`; answers the plan's questions.

`store` opens the file and keeps facts about sources; `archive` asks about stories; `outputs` knows the files written.
"""

from backfile.state.archive import Archive
from backfile.state.outputs import Output, Outputs
from backfile.state.store import FileFact, Store, open_store
from backfile.state.stories import Position

__all__ = ["Archive", "FileFact", "Output", "Outputs", "Position", "Store", "open_store"]
