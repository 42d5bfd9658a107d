"""A model's config and parameters under the names that the formats for Llama use.

    >>> from lessoncode.model.transformer import Config
    >>> from lessoncode.pretrained.llama_format import HUGGING_FACE, config_to_json, shapes
    >>> config = Config(n_vocab=10, n_embd=8, n_layer=1, n_head=2, n_kv_head=1, n_hidden=16)
    >>> config_to_json(config)["intermediate_size"], list(shapes(config, HUGGING_FACE))[:2]
    (16, ['model.embed_tokens.weight', 'model.layers.0.input_layernorm.weight'])

Two kinds of files hold a Llama, those of Hugging Face and those of llama.cpp. `NAMES` has their
names for our parameters. Some of our matrices are two or three of theirs, one below the other.

Source: the documentation of transformers, `LlamaConfig`; llama.cpp's gguf-py/gguf/constants.py.

Differs in: Here a text may have any length. Llama's config has a limit, `N_CONTEXT` by default.

Checked against: `transformers.LlamaForCausalLM`, which reads both.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from lessoncode.model.checks import count
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Shape, Transformer

N_CONTEXT = 2048

# What all models that are built like ours have in common.
LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_act": "silu",
    "attention_bias": False,
    "mlp_bias": False,
}

# For each of our parameters, the tensors that it consists of, from
# the first rows to the last, by their names in (Hugging Face, llama.cpp).
NAMES = {
    "embedding": [("model.embed_tokens", "token_embd")],
    "attention_norm": [("input_layernorm", "attn_norm")],
    "qkv": [
        ("self_attn.q_proj", "attn_q"),
        ("self_attn.k_proj", "attn_k"),
        ("self_attn.v_proj", "attn_v"),
    ],
    "attention_out": [("self_attn.o_proj", "attn_output")],
    "mlp_norm": [("post_attention_layernorm", "ffn_norm")],
    "gate_up": [("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up")],
    "down": [("mlp.down_proj", "ffn_down")],
    "norm": [("model.norm", "output_norm")],
    "head": [("lm_head", "output")],
}
HUGGING_FACE, LLAMA_CPP = 0, 1  # their places in NAMES
LAYERS = "model.layers", "blk"


def config_to_json(config: Config, n_context: int = N_CONTEXT) -> dict[str, Any]:
    """The content of config.json for a model with this config."""
    count(n_context=n_context)
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
        "max_position_embeddings": n_context,
        "dtype": "float32",
    }


def config_from_json(content: Mapping[str, Any]) -> Config:
    """The config that config.json describes. Raises ValueError for a model not built like ours."""
    try:
        rope = content.get("rope_parameters") or content
        if not isinstance(rope, Mapping):
            raise ValueError(f"rope_parameters is {rope!r}: give an object")
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
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"config.json: {error}") from None
    ours = config_to_json(config) | {"rope_scaling": None}
    for key in (*LLAMA, "head_dim", "rope_parameters", "rope_scaling"):
        theirs = content.get(key, ours[key])
        if theirs != ours[key]:
            raise ValueError(f"config.json: {key} is {theirs!r}, not {ours[key]!r} as it is here")
    return config


def counterparts(config: Config, whose: int = HUGGING_FACE) -> dict[str, dict[str, Shape]]:
    """The tensors of Llama that make up each of our parameters, in order, with their shapes.

    Raises ValueError unless `whose` is HUGGING_FACE or LLAMA_CPP.
    """
    if whose not in (HUGGING_FACE, LLAMA_CPP):
        raise ValueError(f"whose is {whose!r}: give HUGGING_FACE or LLAMA_CPP")
    n_kv = config.n_kv_head * config.d_head
    rows = {"qkv": (config.n_embd, n_kv, n_kv), "gate_up": (config.n_hidden, config.n_hidden)}
    found = {}
    for ours, shape in config.shapes().items():
        *layer, name = ours.split(".")
        start = f"{LAYERS[whose]}.{layer[1]}." if layer else ""
        names = [f"{start}{n[whose]}.weight" for n in NAMES[name]]
        counts = rows.get(name, shape[:1])
        shapes = [(n_rows, *shape[1:]) for n_rows in counts]
        found[ours] = dict(zip(names, shapes, strict=True))
    return found


def shapes(config: Config, whose: int) -> dict[str, Shape]:
    """The name and shape of every tensor of Llama, in order; `whose` as in `counterparts`."""
    found: dict[str, Shape] = {}
    for parts in counterparts(config, whose).values():
        found |= parts
    return found


def check_tensors(wanted: Mapping[str, Shape], found: Mapping[str, Shape]) -> None:
    """Raise ValueError for a missing tensor, another shape, or an extra tensor such as a bias."""
    for name in [*wanted, *found]:
        if name not in found:
            raise ValueError(f"the tensor {name} is missing")
        if name not in wanted:
            raise ValueError(f"the tensor {name} has no place in this model")
        if found[name] != wanted[name]:
            raise ValueError(f"{name}: {found[name]}, not {wanted[name]}")


def tensors(model: Transformer) -> Iterator[tuple[str, Array]]:
    """Yield Hugging Face's names and float32 arrays, in order. Raises ValueError if not finite."""
    for ours, parts in counterparts(model.config).items():
        data = model.parameters[ours].data
        with np.errstate(over="ignore"):  # found in the next line
            data = np.ascontiguousarray(data, np.float32)
        if not np.isfinite(data).all():
            raise ValueError(f"{ours} holds a number that is not finite in float32")
        start = 0
        for theirs, (n_rows, *_) in parts.items():
            yield theirs, data[start : start + n_rows]
            start += n_rows


def parameters(config: Config, tensors: Mapping[str, Array]) -> dict[str, Array]:
    """Hugging Face's tensors under our names.

    Raises ValueError as `check_tensors` does, and for a number that is not finite.
    """
    if config.n_layer > len(tensors):  # before a list of them all is made
        raise ValueError(
            f"config.json claims {config.n_layer:,} layers of {len(tensors):,} tensors"
        )
    found = {name: tensor.shape for name, tensor in tensors.items()}
    check_tensors(shapes(config, HUGGING_FACE), found)
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ValueError(f"the tensor {name} holds a number that is not finite")
    return {
        ours: np.concatenate([tensors[name] for name in parts])
        for ours, parts in counterparts(config).items()
    }
