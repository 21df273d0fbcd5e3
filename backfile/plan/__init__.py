"""Every page of a group, with exactly what it shows.

A group is a text such as `story:stories/1995/flood.md`, `run:tags/harbour/1995` or `day:1995-05-05`: the unit in which
pages are planned and removed. `groups` says which groups a change touches; `PLANNERS` makes the pages of one.
"""

from backfile.plan.frame import Frame, frame_of
from backfile.plan.groups import (
    MANY_CHANGES,
    Touch,
    all_groups,
    counts_the_same,
    group_of_file,
    groups_picturing,
    groups_touched,
    is_for_machines,
    only_counts,
    shows_the_same,
    text_groups,
    touch_of,
)
from backfile.plan.news import news_cards
from backfile.plan.pages import PLANNERS, pages_of

__all__ = [
    "MANY_CHANGES",
    "PLANNERS",
    "Frame",
    "Touch",
    "all_groups",
    "counts_the_same",
    "frame_of",
    "group_of_file",
    "groups_picturing",
    "groups_touched",
    "is_for_machines",
    "news_cards",
    "only_counts",
    "pages_of",
    "shows_the_same",
    "text_groups",
    "touch_of",
]
