"""SmolLM2 as Hugging Face's own packages read it, from the same file."""

from collections.abc import Callable
from functools import cache
from typing import Any

import gguf
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaForCausalLM

from lessoncode.model.tensor import Array
from lessoncode.pretrained import smollm


def smollm_tokenizer() -> Callable[[str], list[int]]:
    """Text to ids, by the file's merges.

    transformers' own `AutoTokenizer(gguf_file=...)` forgets that digits stand alone.
    """
    fields = gguf.GGUFReader(smollm.installed()).fields
    tokens = fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(pair.split(" ")) for pair in fields["tokenizer.ggml.merges"].contents()]
    vocabulary = {token: i for i, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    return lambda text: list(tokenizer.encode(text).ids)


@cache
def smollm_llama() -> Any:
    """transformers' model; it dequantizes and orders the weights by code of its own."""
    path = smollm.installed()
    return LlamaForCausalLM.from_pretrained(
        str(path.parent), gguf_file=path.name, dtype=torch.float32, attn_implementation="eager"
    )


def smollm_logits(ids: list[int]) -> Array:
    """The logits after each of these ids, by transformers: [n_seq, n_vocab]."""
    with torch.no_grad():
        logits: Array = smollm_llama()(torch.tensor([ids])).logits[0].numpy()
    return logits
