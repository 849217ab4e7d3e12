"""The garbage collector of a process that serves requests, and the memory that a process has no use for."""

import ctypes
import gc

_LOADING = 50_000
_YOUNG = 20_000
"""New objects before a look for circles. Python's 700 is less than one request makes, and each look cost a share of it."""


def load() -> None:
    """Call before a process imports its code, which makes no garbage to speak of: looking for it took a sixth of the API's start."""
    gc.set_threshold(_LOADING, 20, 20)


def settle() -> None:
    """Call once, when everything is loaded: what is there by then stays for good, and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)


def give_back() -> None:
    """Hands memory that is free again to the system. glibc keeps it by itself where a little above it is in use; others do not."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
