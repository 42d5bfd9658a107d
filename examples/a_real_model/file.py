"""How the file keeps the numbers: in four bits or eight."""

# --8<-- [start:bits]
from collections import Counter

import gguf

from lessoncode.pretrained import smollm

path = smollm.installed()
tensors = {t.name: t for t in gguf.GGUFReader(path).tensors}
weights, n_bytes = Counter(), Counter()
for tensor in tensors.values():
    kind = tensor.tensor_type.name
    weights[kind] += int(tensor.n_elements)
    n_bytes[kind] += int(tensor.n_bytes)
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

row = tensors["blk.0.ffn_down.weight"].data[0]
block = row[:20]  # 32 weights in 20 bytes
d, m = block[:4].view(np.float16).astype(np.float32)
q = np.concatenate([block[4:] & 15, block[4:] >> 4])
print("20 bytes, of which 4 are")
print(f"d = {d:.5f}  m = {m:.5f}")
for part in q.reshape(2, 16):
    print("q", *part)
computed = d * q + m
print("d q + m:", computed[:5].round(3))
down = smollm.load().model.parameters["layers.0.down"].data
same = np.array_equal(computed, down[0, :32])
print("as the model has it:", same)
# --8<-- [end:block]
