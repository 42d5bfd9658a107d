"""How many bytes the cache of a text takes."""

# --8<-- [start:bytes]
from lessoncode.pretrained import smollm


def cache_bytes(n_layer, n_kv_head, d_head, n_tokens):
    """A key and a value in each layer and head, two bytes a number."""
    return 2 * n_layer * n_kv_head * d_head * n_tokens * 2


config = smollm.load().model.config
shape = config.n_layer, config.n_kv_head, config.d_head
print("SmolLM2           1 token     8,192 tokens")
one, all_ = (cache_bytes(*shape, n) for n in (1, 8192))
print(f"cache      {one:14,} {all_:16,} bytes")
# --8<-- [end:bytes]

# --8<-- [start:groups]
print("bytes of a cache")
print("keys for        1 token   8,192 tokens")
for n_kv_head in (9, 3, 1):
    shape = config.n_layer, n_kv_head, config.d_head
    one, all_ = (cache_bytes(*shape, n) for n in (1, 8192))
    row = f"{one:15,} {all_ / 1e6:14,.0f} million"
    heads = "head " if n_kv_head == 1 else "heads"
    print(f"{n_kv_head} {heads} {row}")
print()
print("Llama 3.1 405B  1 token 131,072 tokens")
for n_kv_head in (128, 8):
    shape = 126, n_kv_head, 128
    one, all_ = (cache_bytes(*shape, n) for n in (1, 2**17))
    row = f"{one:13,} {all_ / 1e9:14,.0f} billion"
    print(f"{n_kv_head:3} heads {row}")
# --8<-- [end:groups]
