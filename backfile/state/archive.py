"""All questions to the archive under one name."""

from __future__ import annotations

from backfile.state.dates import Dates
from backfile.state.relations import Relations
from backfile.state.survey import Survey
from backfile.state.walk import Walk


class Archive(Dates, Walk, Relations, Survey):
    """Read-only questions to a `Store`. Cards are kept in a bounded cache for the length of one build."""
