"""The search of the site: Pagefind run over bundles of stories, and what came of it in `output/` and the state."""

from backfile.search.pagefind import MISSING
from backfile.search.step import EVERYTHING, FAMILY, NOTHING, Indexed, bring_up, is_of_search, version_for

__all__ = ["EVERYTHING", "FAMILY", "MISSING", "NOTHING", "Indexed", "bring_up", "is_of_search", "version_for"]
