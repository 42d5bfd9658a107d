"""All parameters and the active ones, of ours and of Mixtral 8x7B."""

import math

from lessoncode.model.mixture import MixtureConfig

ours = MixtureConfig(64, 32, 1, 1, 1, 64, n_expert=8, n_active=1)
mixtral = MixtureConfig(
    n_vocab=32_000,
    n_embd=4096,
    n_layer=32,
    n_head=32,
    n_kv_head=8,
    n_hidden=14_336,
    tied=False,
    n_expert=8,
    n_active=2,
)


def counted(config):
    """All numbers, and those that meet a token."""
    total = sum(math.prod(shape) for shape in config.shapes().values())
    one = 3 * config.n_hidden * config.n_embd
    idle = config.n_expert - config.n_active
    return total, total - config.n_layer * idle * one


for name, config in ("ours", ours), ("Mixtral 8x7B", mixtral):
    total, active = counted(config)
    big = config is mixtral
    for what, n in ("in all", total), ("active", active):
        shown = f"{n / 1e9:.1f} billion" if big else f"{n:,}"
        print(f"{name:13} {what} {shown:>13}")
experts = 8 * 3 * mixtral.n_hidden * mixtral.n_embd * mixtral.n_layer
part = experts / counted(mixtral)[0]
print(f"of Mixtral's, in experts {part:.0%}")
for what, n in zip(("all", "active"), counted(mixtral)):
    print(f"bytes of {what:6} {2 * n / 1e9:6.1f} billion")
