"""The shape and the parameters of a model in the words of Llama.

    rows of qkv      q_proj, k_proj, v_proj
    rows of gate_up  gate_proj, up_proj

All other parameters are the same, under another name.

Source: the documentation of transformers, `LlamaConfig`.

Differs in:
1. There is no limit to the length of a text here. Llama's config has
   one; what is written is that of the first Llama, `N_CONTEXT`.

Checked against: `transformers.LlamaForCausalLM`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Shape, Transformer

N_CONTEXT = 2048

# What all models have in common that are built like ours.
LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_act": "silu",
    "attention_bias": False,
    "mlp_bias": False,
}


def config_to_json(config: Config) -> dict[str, Any]:
    """The content of config.json."""
    base = config.rope_base
    return LLAMA | {
        "vocab_size": config.n_vocab,
        "hidden_size": config.n_embd,
        "num_hidden_layers": config.n_layer,
        "num_attention_heads": config.n_head,
        "num_key_value_heads": config.n_kv_head,
        "head_dim": config.d_head,
        "intermediate_size": config.n_hidden,
        "tie_word_embeddings": config.tied,
        "rope_parameters": {"rope_type": "default", "rope_theta": base},
        "rope_theta": base,  # where transformers 4 looks
        "rms_norm_eps": config.norm_eps,
        "max_position_embeddings": N_CONTEXT,
        "dtype": "float32",
    }


def config_from_json(content: Mapping[str, Any]) -> Config:
    """The config in config.json.

    Raises ValueError if it says too little, or describes a model that
    is not built like ours.
    """
    try:
        rope = content.get("rope_parameters") or content
        config = Config(
            n_vocab=content["vocab_size"],
            n_embd=content["hidden_size"],
            n_layer=content["num_hidden_layers"],
            n_head=content["num_attention_heads"],
            n_kv_head=content["num_key_value_heads"],
            n_hidden=content["intermediate_size"],
            tied=content["tie_word_embeddings"],
            rope_base=rope["rope_theta"],
            norm_eps=content["rms_norm_eps"],
        )
    except KeyError as error:
        raise ValueError(f"config.json: no {error}") from None
    ours = config_to_json(config) | {"rope_scaling": None}
    for key in (*LLAMA, "head_dim", "rope_parameters", "rope_scaling"):
        theirs = content.get(key, ours[key])
        if theirs != ours[key]:
            message = f"config.json: {key} is {theirs!r}, not"
            raise ValueError(f"{message} {ours[key]!r} as it is here")
    return config


def counterparts(config: Config) -> dict[str, dict[str, Shape]]:
    """For each parameter the tensors of Llama that it consists of.

    Their names and shapes, from its first rows to its last.
    """
    n_vocab, n_embd = config.n_vocab, config.n_embd
    n_hidden = config.n_hidden
    n_kv = config.n_kv_head * config.d_head
    layer: dict[str, dict[str, Shape]] = {
        "attention_norm": {"input_layernorm": (n_embd,)},
        "qkv": {
            "self_attn.q_proj": (n_embd, n_embd),
            "self_attn.k_proj": (n_kv, n_embd),
            "self_attn.v_proj": (n_kv, n_embd),
        },
        "attention_out": {"self_attn.o_proj": (n_embd, n_embd)},
        "mlp_norm": {"post_attention_layernorm": (n_embd,)},
        "gate_up": {
            "mlp.gate_proj": (n_hidden, n_embd),
            "mlp.up_proj": (n_hidden, n_embd),
        },
        "down": {"mlp.down_proj": (n_embd, n_hidden)},
    }
    vocab = n_vocab, n_embd
    found: dict[str, dict[str, Shape]] = {}
    found["embedding"] = {"model.embed_tokens.weight": vocab}
    for i in range(config.n_layer):
        start = f"model.layers.{i}"
        for ours, parts in layer.items():
            named = {f"{start}.{k}.weight": parts[k] for k in parts}
            found[f"layers.{i}.{ours}"] = named
    found["norm"] = {"model.norm.weight": (n_embd,)}
    if not config.tied:
        found["head"] = {"lm_head.weight": vocab}
    return found


def tensors(model: Transformer) -> dict[str, Array]:
    """The parameters by the names of Llama, in float32."""
    found: dict[str, Array] = {}
    for ours, parts in counterparts(model.config).items():
        data = model.parameters[ours].data
        data = np.ascontiguousarray(data, np.float32)
        start = 0
        for theirs, (n_rows, *_) in parts.items():
            found[theirs] = data[start : start + n_rows]
            start += n_rows
    return found


def parameters(
    config: Config,
    tensors: Mapping[str, Array],
) -> dict[str, Array]:
    """The tensors of a Llama by our names.

    Raises ValueError for a tensor that is missing, has another shape,
    or has no place here, such as a bias.
    """
    wanted: dict[str, Shape] = {}
    found: dict[str, Array] = {}
    for parts in counterparts(config).values():
        wanted |= parts
    for name in [*wanted, *tensors]:
        if name not in tensors:
            raise ValueError(f"the tensor {name} is missing")
        if name not in wanted:
            message = f"the tensor {name} has no place in this model"
            raise ValueError(message)
        shape = tensors[name].shape
        if shape != wanted[name]:
            raise ValueError(f"{name}: {shape}, not {wanted[name]}")
    for ours, parts in counterparts(config).items():
        found[ours] = np.concatenate([tensors[name] for name in parts])
    return found
