"""Whether a site is still the one that was built: each file against the manifest; and the copy for the archivist.

`folder` compares a folder, `loopback` a site that this machine serves, `bag` makes a BagIt bag.
"""

from backfile.fixity.bag import Bagged, make_bag
from backfile.fixity.difference import Difference, Looked
from backfile.fixity.folder import differences_in
from backfile.fixity.loopback import differences_at

__all__ = ["Bagged", "Difference", "Looked", "differences_at", "differences_in", "make_bag"]
