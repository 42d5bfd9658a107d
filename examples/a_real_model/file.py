"""How the file keeps the numbers: in four bits or eight."""

# --8<-- [start:bits]
from collections import Counter

from lessoncode.pretrained import gguf_file, smollm

path = smollm.installed()
tensors = gguf_file.read(path).tensors
weights, n_bytes = Counter(), Counter()
for tensor in tensors.values():
    weights[tensor.kind.name] += tensor.n_weights
    n_bytes[tensor.kind.name] += tensor.n_bytes
print("kind     weights      bytes  bits each")
for kind, n in weights.items():
    bits = 8 * n_bytes[kind] / n
    print(f"{kind:4} {n:11,} {n_bytes[kind]:10,} {bits:10.1f}")
print(f"all  {weights.total():11,} {n_bytes.total():10,}")
print(f"the file         {path.stat().st_size:10,}")
print(f"as float32      {4 * weights.total():11,}")
# --8<-- [end:bits]

# --8<-- [start:block]
import numpy as np

start = tensors["blk.0.ffn_down.weight"].start
block = np.fromfile(path, np.uint8, 20, offset=start)  # 32 weights
d, m = block[:4].view(np.float16).astype(np.float32)
q = np.concatenate([block[4:] & 15, block[4:] >> 4])
print("20 bytes; the first 4 hold d and m, the others q:")
print(f"d = {d:.5f}  m = {m:.5f}")
for part in q.reshape(2, 16):
    print("q", *part)
computed = d * q + m
print("d q + m:", *(f"{x:.3f}" for x in computed[:5]), "...")
down = smollm.load().model.parameters["layers.0.down"].data
same = np.array_equal(computed, down[0, :32])
print("as the model has it:", same)
# --8<-- [end:block]
