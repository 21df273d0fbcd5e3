"""What is worth a second look though a site can be built: findings about one story, and about the whole archive."""

from backfile.check.archive import Facts, facts_of, findings_of_archive
from backfile.check.story import findings_of_story

__all__ = ["Facts", "facts_of", "findings_of_archive", "findings_of_story"]
