"""Keeping memory that was freed, because training asks for it again.

A step of training makes large arrays and drops them. The C library
gives such memory back to the system at once, and the system clears
every page of it before it comes back. `benchmarks/training_step.py`
shows what that costs.
"""

import ctypes
import sys

# From glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_MAX, M_ARENA_MAX = -1, -4, -8


def keep_freed_memory() -> bool:
    """Let this process keep what it frees, until it ends.

    Returns whether that could be arranged: it takes glibc, so Linux.
    Elsewhere nothing changes.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    # No array gets pages of its own, the heap never shrinks, and all
    # threads share it: a heap of their own would shrink.
    settings = (
        (M_MMAP_MAX, 0),
        (M_TRIM_THRESHOLD, 2**31 - 1),
        (M_ARENA_MAX, 1),
    )
    return all(mallopt(*setting) == 1 for setting in settings)
