"""No byte of the site has words or pictures of a story that is held: the files of the site are searched for them.

First the files are searched for phrases of the held stories. What is found there is then looked for in the published
stories and in what the site itself says: only a phrase that stands in none of these is evidence. A name that a story
replaces is evidence wherever that story itself speaks, whoever else has it.
"""

from backfile.leaks.watch import Watch, of_output

__all__ = ["Watch", "of_output"]
