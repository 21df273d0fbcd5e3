"""What the last build left behind, in SQLite under `.backfile/`; answers the plan's questions.

`opening` opens the file, `store` keeps facts about sources; `archive` asks about stories, `walk` about all of them one
after another; `outputs` knows the files written, `bulk` how far a look at very many files has come, `round` what has
been made of the pages so far, `ahead` what a build in pieces has still to make, `memory` the addresses published, and
`fates` what became of each; `broken` which stories have an error.
"""

from backfile.state.ahead import Ahead
from backfile.state.archive import Archive
from backfile.state.broken import Broken
from backfile.state.bulk import Bulk
from backfile.state.fates import Fate, fate_of
from backfile.state.memory import Kept, Memory
from backfile.state.opening import open_store
from backfile.state.outputs import Output, Outputs
from backfile.state.round import Round
from backfile.state.store import FileFact, Store
from backfile.state.stories import Position

__all__ = [
    "Ahead",
    "Archive",
    "Broken",
    "Bulk",
    "Fate",
    "FileFact",
    "Kept",
    "Memory",
    "Output",
    "Outputs",
    "Position",
    "Round",
    "Store",
    "fate_of",
    "open_store",
]
