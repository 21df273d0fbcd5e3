"""The preview: the site as it will be, on this machine, built again at every save.

`builder` builds in the first thread, `server` answers in another; `Finished` values go from the one to the other.
"""

from backfile.serve.command import serve

__all__ = ["serve"]
