"""Keep the memory that training frees, because it will soon need it again.

    from lessoncode.training.memory import keep_freed_memory
    keep_freed_memory()  # `loop.train` calls it

A step of training makes large arrays and drops them. The C library returns their memory to the
system at once, and the system fills every page with zeros before it hands it out again.
`benchmarks/training_step.py` shows what that costs.
"""

import sys

# From glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_MAX, M_ARENA_MAX = -1, -4, -8


def keep_freed_memory() -> bool:
    """Let this process keep the memory that it frees; return whether it can (only with glibc)."""
    if sys.platform != "linux":
        return False
    import ctypes  # which other systems may lack

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    # All arrays are on one heap, which never shrinks. Threads share
    # it, because heaps of their own would shrink.
    settings = ((M_MMAP_MAX, 0), (M_TRIM_THRESHOLD, 2**31 - 1), (M_ARENA_MAX, 1))
    return all(mallopt(*setting) == 1 for setting in settings)
