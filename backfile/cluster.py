"""A Dask cluster as an executor: calls go out whole, with all that they need, and bytes come back.

A worker needs this package and nothing else: no disk of ours, and no state, since each call carries the setup of its
build (some ten kilobytes). So one may join, leave or die at any moment: the scheduler gives its calls to another. The
scheduler itself sees bytes only and needs Dask alone.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future

from backfile import __version__
from backfile.model import MachineError, UsageError

# A call takes seconds; it is looked after so often whether there is still someone to do it.
LOOK_EVERY = 5.0
# So long a cluster may be without a scheduler or without any worker.
PATIENCE = 60.0
CONNECT = 15.0


class Call:
    """A call as bytes: loading them on a worker makes it, and the value is its result as bytes."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts

    def __reduce__(self) -> tuple[Callable, tuple]:
        return made, self.parts


_turn = threading.Lock()
_prepared = b""


def made(version: str, prepare: Callable[[bytes], None], setup: bytes, function: Callable, args: tuple) -> bytes:
    """On a worker: one call at a time, since what `prepare` sets up belongs to the process, and Dask has threads."""
    global _prepared
    if version != __version__:
        raise MachineError(
            f"a worker of the cluster has Backfile {__version__} and this is {version}: install the same version"
        )
    with _turn:
        if _prepared != setup:
            prepare(setup)
            _prepared = setup
        return pickle.dumps(function(*args), pickle.HIGHEST_PROTOCOL)


class Pending(Future):
    """A call that is under way; only `result` and `cancel` mean anything."""

    def __init__(self, cluster: Cluster, call: object) -> None:
        super().__init__()
        self._cluster, self._call = cluster, call

    def result(self, timeout: float | None = None) -> object:  # noqa: ARG002 - the cluster has a patience of its own
        """The value, or what the call raised; MachineError when the cluster is no more."""
        call, self._call = self._call, None  # what nobody holds any more, the cluster forgets
        return pickle.loads(self._cluster.bytes_of(call))  # noqa: S301 - of our own workers, who run our code

    def cancel(self) -> bool:
        call, self._call = self._call, None
        if call is not None:
            with contextlib.suppress(Exception):  # the cluster may be the very thing that is gone
                call.cancel()
        return True


class Cluster(Executor):
    """The workers of the Dask scheduler at `address`, each of which calls `prepare(setup)` before anything else.

    `shares_disk` is False: calls must carry what they need, and results what is to be written. `window` is how many
    calls keep the workers busy.
    """

    shares_disk = False

    def __init__(self, address: str, prepare: Callable[[bytes], None], setup: bytes) -> None:
        self.address, self._prepare, self._setup = address, prepare, setup
        self._distributed = _distributed()
        self._client = self._connected()
        self._lonely_since = self._looked = 0.0
        self.window = 8

    def submit(self, function: Callable, /, *args: object) -> Future:
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._look()
        call = pickle.dumps(Call(__version__, self._prepare, self._setup, function, args), pickle.HIGHEST_PROTOCOL)
        try:
            return Pending(self, self._client.submit(pickle.loads, call, pure=False))
        except Exception as error:
            raise self._gone() from error

    def bytes_of(self, call: object) -> bytes:
        """The result of a call, waited for as long as there is a cluster to do it."""
        distributed = self._distributed
        while True:
            try:
                return call.result(timeout=LOOK_EVERY)
            except (distributed.TimeoutError, TimeoutError):
                self._look()
            except distributed.KilledWorker as error:
                raise MachineError(
                    "several workers of the cluster ended at the same piece of work (out of memory?); what was made is "
                    "kept: give the workers more memory and run the build again"
                ) from error
            except (distributed.client.FutureCancelledError, OSError) as error:
                if isinstance(error, OSError) and call.status == "error" and error.errno is not None:
                    raise  # of the call itself
                raise self._gone() from error
            except ModuleNotFoundError as error:
                if (error.name or "").partition(".")[0] != "backfile":
                    raise
                raise MachineError(
                    f"the workers at {self.address} do not have Backfile: install version {__version__} there"
                ) from error

    def shutdown(self, *_: object, **__: object) -> None:
        """Let go of the cluster, which goes on without us."""
        with contextlib.suppress(Exception):
            self._client.close(timeout=2)

    def _connected(self) -> object:
        try:
            return self._distributed.Client(self.address, timeout=CONNECT, set_as_default=False, name="backfile")
        except (OSError, TimeoutError, ValueError) as error:
            raise MachineError(
                f"no Dask scheduler answers at {self.address}: start one with: dask scheduler"
            ) from error

    def _look(self) -> None:
        """Note how many workers there are; a cluster that stays without one or without its scheduler is given up."""
        self._looked = time.monotonic()
        threads = self._threads()
        self.window = max(8, 3 * threads)
        if threads:
            self._lonely_since = 0.0
            return
        self._lonely_since = self._lonely_since or time.monotonic()
        if time.monotonic() - self._lonely_since >= PATIENCE:
            raise MachineError(
                f"the scheduler at {self.address} has had no worker for {PATIENCE:.0f} seconds; what was made is kept: "
                f"start some with: dask worker {self.address}, and run the command again"
            )

    def _threads(self) -> int:
        if self._client.status not in ("running", "connecting"):
            raise self._gone()
        try:
            return sum(self._client.nthreads().values())
        except Exception as error:
            raise self._gone() from error

    def _gone(self) -> MachineError:
        return MachineError(
            f"the Dask scheduler at {self.address} has gone away; what was made is kept: run the command again when it "
            "is back, or without --executor"
        )


def _distributed() -> object:
    try:
        import distributed
    except ImportError as error:
        raise UsageError('--executor dask:… needs the extra "dask": pip install "backfile[dask]"') from error
    # It reports each lost connection with a traceback; what matters of that is said by our own sentence.
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return distributed
