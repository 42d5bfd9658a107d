"""The settings an example runs under, and the reference lane, where records hold bit for bit.

Records come from one lane: x86-64 Linux with AVX2 and FMA, one NumPy, one kernel, one thread.
On other machines a decimal may differ in its last place (`record.same`).
"""

import platform
from functools import cache
from importlib import metadata
from pathlib import Path

from checker.project import CACHE
from checker.settings import settings_of

COLUMNS = 64  # of output on a page

SETTINGS = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": str(COLUMNS),
    "NO_COLOR": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
REFERENCE = {
    "OPENBLAS_CORETYPE": "Haswell",
    "OPENBLAS_L2_SIZE": "512",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}
# A second run changes these and its folder: an output that depends on them is unstable.
SECOND_RUN = {"PYTHONHASHSEED": "1", "TZ": "XYZ-14"}


@cache
def on_reference_lane(root: Path) -> bool:
    """Whether this machine and its NumPy compute the very bits that a project's records hold."""
    try:
        features = set(Path("/proc/cpuinfo").read_text(encoding="utf-8").split())
        right = metadata.version("numpy") == numpy_of(root)
    except (OSError, metadata.PackageNotFoundError):
        return False
    return platform.machine() == "x86_64" and {"avx2", "fma"} <= features and right


def numpy_of(root: Path) -> str:
    """The version of NumPy that computes a project's records; by default the installed one."""
    return settings_of(root).numpy or metadata.version("numpy")


def environment(root: Path, scratch: Path, second: bool) -> dict[str, str]:
    """All environment variables of a run."""
    return {
        **SETTINGS,
        **(REFERENCE if on_reference_lane(root) else {}),
        **(SECOND_RUN if second else {}),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "PYTHONPATH": str(root / "src"),
        "MPLCONFIGDIR": str(root / CACHE / "prepared"),
        "TIKTOKEN_CACHE_DIR": str(root / CACHE / "prepared"),
        "XDG_CACHE_HOME": str(root / CACHE / "prepared"),
    }
