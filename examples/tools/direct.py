# time limit: 120 s
"""Three models that learn the same sums without a calculator."""

# --8<-- [start:train]
import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import desk, desk_talks

shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(desk.WORDS.n_vocab, **shape, n_head=4, n_kv_head=4)
worked, held_out = desk_talks.sums()
kinds = {"learned": worked[:200], "held out": held_out}


def share(model, pairs):
    """The share of sums that it answers rightly."""
    talks = [desk_talks.direct_talk(pair) for pair in pairs]
    said = desk.next_turns(model, [talk[:1] for talk in talks])
    told = [talk[1].text for talk in talks]
    return np.mean([text == right for text, right in zip(said, told)])


rows = [desk.row(desk_talks.direct_talk(pair)) for pair in worked]
shares = []
for seed in range(3):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    stream = row_batches(rows, 32, rng)
    for _ in train(model, stream, n_steps=2000, peak=1e-2):
        pass
    row = {kind: share(model, some) for kind, some in kinds.items()}
    print(f"model {seed}:", *(f"{k} {p:.2f}" for k, p in row.items()))
    shares.append(list(row.values()))
checkpoints.save("direct", model, desk.WORDS, shares=np.array(shares))
# --8<-- [end:train]
