"""What records rest on: training gives the same bits on the reference lane, and what stored weights
compute the same four decimals wherever that is done.

That every recipe gives the bits of its record in a clean clone, `lessoncode check --all` shows.
"""

import json
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from checker.running.lane import REFERENCE, SETTINGS, on_reference_lane

ROOT = Path(__file__).parents[1]
CHECKPOINTS = sorted(
    path.relative_to(ROOT / "examples").with_suffix("").as_posix()
    for path in ROOT.glob("examples/*/*.npz")
)
# OPENBLAS_CORETYPE names kernels of x86-64; elsewhere it changes nothing to compare with.
X86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="these kernels are x86-64's")
LANE = pytest.mark.skipif(
    not on_reference_lane(ROOT), reason="only the reference lane promises bits"
)

TRAIN = """
import hashlib, sys
import numpy as np
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

rng = np.random.default_rng(0)
world = grammar(CAT_AND_DOG)
words = Words(world.probabilities)
documents = [words.encode(text) for text in world.sample(500, rng)]
model = Transformer.initial(Config(words.n_vocab, 64, 2, 4, 2, 128), rng)
stream = packed_batches(documents, words.end_id, 16, 32, rng)
for step in train(model, stream, 60, 3e-3):
    pass
data = b"".join(p.data.tobytes() for p in model.parameters.values())
print(hashlib.sha256(data).hexdigest(), step.loss.hex())
"""

FORWARD = """
import ctypes, json, sys
from pathlib import Path
import numpy as np
from lessoncode.training import checkpoints
from lessoncode.model.layers import log_prob

found = {}
for name in sys.argv[1:]:
    model = checkpoints.load(name).model.frozen()
    n_vocab = model.config.n_vocab
    ids = np.random.default_rng(0).integers(n_vocab, size=(4, 24))
    p = np.exp(log_prob(model(ids[:, :-1]), ids[:, 1:]).data)
    found[name] = p.ravel().tolist()
library = next(Path(np.__file__).parents[1].glob("numpy.libs/*scipy_openblas*"))
kernel = ctypes.CDLL(str(library)).scipy_openblas_get_corename64_
kernel.restype = ctypes.c_char_p
print(json.dumps([kernel().decode(), found]))
"""


def run(script: str, settings: dict[str, str], *arguments: str, cwd: Path = ROOT) -> str:
    environment = {**SETTINGS, **settings, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment, cwd=cwd, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@LANE
def test_training_gives_the_same_bits_in_another_environment(tmp_path: Path) -> None:
    """Other memory, hash seed, folder, zone and surroundings; then a kernel that is another."""
    other = {
        "PYTHONHASHSEED": "7",
        "PYTHONMALLOC": "malloc",
        "MALLOC_PERTURB_": "85",
        "MALLOC_ARENA_MAX": "1",
        "TZ": "XYZ-14",
        "PADDING": "x" * 4321,  # moves the stack
    }
    one = run(TRAIN, REFERENCE)
    assert run(TRAIN, REFERENCE | other, cwd=tmp_path) == one
    # Were any kernel to give these bits, there would be no need for a lane.
    assert run(TRAIN, REFERENCE | {"OPENBLAS_CORETYPE": "Nehalem"}) != one


@X86
@pytest.mark.parametrize("kernel", ["Nehalem", "Sandybridge", ""])
def test_stored_weights_give_the_same_four_decimals_under_another_kernel(kernel: str) -> None:
    """Two probabilities less than a tenth of the last place apart round alike, but for one in ten
    that lies on the edge. Without a name it is this machine's own kernel.
    """
    assert CHECKPOINTS
    settings = {"OPENBLAS_CORETYPE": kernel} if kernel else {}
    _, reference = json.loads(run(FORWARD, {"OPENBLAS_CORETYPE": "Haswell"}, *CHECKPOINTS))
    name, other = json.loads(run(FORWARD, settings, *CHECKPOINTS))
    assert name == kernel or not kernel
    for checkpoint, p in reference.items():
        np.testing.assert_allclose(other[checkpoint], p, rtol=0, atol=1e-4 / 10)
