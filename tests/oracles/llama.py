"""The same model as a `transformers.LlamaForCausalLM`, and what it computes."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import torch
from models import N_STEPS, N_WARMUP, PEAK, make
from torch.nn import functional
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR
from transformers import LlamaConfig, LlamaForCausalLM

from lessoncode.tensor import Array
from lessoncode.transformer import Config, Transformer


@contextmanager
def double() -> Iterator[None]:
    """Takes away the casts to float32 that Llama has in its norms, softmax and rotary table."""
    with (
        patch.multiple(torch, float32=torch.float64, float=torch.float64),
        patch.object(torch.Tensor, "float", torch.Tensor.double),
    ):
        yield


def names(config: Config) -> dict[str, list[str]]:
    """For each of our parameters those of Llama whose rows it holds, one below the other."""
    parts = {
        "attention_norm": ["input_layernorm"],
        "qkv": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        "attention_out": ["self_attn.o_proj"],
        "mlp_norm": ["post_attention_layernorm"],
        "gate_up": ["mlp.gate_proj", "mlp.up_proj"],
        "down": ["mlp.down_proj"],
    }
    found = {"embedding": ["model.embed_tokens.weight"], "norm": ["model.norm.weight"]}
    if not config.tied:
        found["head"] = ["lm_head.weight"]
    for i in range(config.n_layer):
        for ours, theirs in parts.items():
            found[f"layers.{i}.{ours}"] = [f"model.layers.{i}.{part}.weight" for part in theirs]
    return found


def llama(model: Transformer) -> LlamaForCausalLM:
    """A Llama with this model's weights, in float64. Call it inside `double`."""
    config = model.config
    theirs = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=config.n_vocab,
            hidden_size=config.n_embd,
            num_hidden_layers=config.n_layer,
            num_attention_heads=config.n_head,
            num_key_value_heads=config.n_kv_head,
            intermediate_size=config.n_hidden,
            tie_word_embeddings=config.tied,
            rope_parameters={"rope_type": "default", "rope_theta": config.rope_base},
            rms_norm_eps=config.norm_eps,
            max_position_embeddings=64,
            attn_implementation="eager",
        )
    ).double()
    parameters = dict(theirs.named_parameters())
    for ours, parts in names(config).items():
        rows = [len(parameters[part]) for part in parts]
        pieces = torch.tensor(model.parameters[ours].data).split(rows)
        for part, piece in zip(parts, pieces, strict=True):
            parameters.pop(part).data.copy_(piece)
    assert not parameters, f"left without our weights: {list(parameters)}"
    return theirs


def collect(theirs: LlamaForCausalLM, config: Config, what: str) -> dict[str, Array]:
    """`data` or `grad` of every parameter by our names."""
    parameters = dict(theirs.named_parameters())
    return {
        ours: torch.cat([getattr(parameters[part], what) for part in parts]).numpy().copy()
        for ours, parts in names(config).items()
    }


def llama_gradients(name: str) -> tuple[Array, dict[str, Array]]:
    """What `models.gradients` returns, computed by transformers and torch."""
    model, ids, targets, token_weights = make(name)
    with double():
        theirs = llama(model)
        logits = theirs(torch.tensor(ids)).logits
        losses = functional.cross_entropy(
            logits.flatten(0, 1), torch.tensor(targets).flatten(), reduction="none"
        )
        (losses * torch.tensor(token_weights).flatten()).sum().backward()
    return logits.detach().numpy(), collect(theirs, model.config, "grad")


def llama_train(name: str) -> tuple[list[float], list[float], dict[str, Array]]:
    """What `models.train` returns, computed by transformers and torch."""
    model, ids, targets, _ = make(name)
    losses, norms = [], []
    with double():
        theirs = llama(model)
        matrices = [p for p in theirs.parameters() if p.ndim >= 2]
        vectors = [p for p in theirs.parameters() if p.ndim < 2]
        groups = [
            {"params": matrices, "weight_decay": 0.1},
            {"params": vectors, "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, lr=PEAK, betas=(0.9, 0.95), eps=1e-8)
        warmup = LinearLR(optimizer, 1 / N_WARMUP, total_iters=N_WARMUP - 1)
        cosine = CosineAnnealingLR(optimizer, N_STEPS - N_WARMUP, PEAK / 10)
        schedule = SequentialLR(optimizer, [warmup, cosine], [N_WARMUP])
        for _ in range(N_STEPS):
            optimizer.zero_grad()
            logits = theirs(torch.tensor(ids)).logits
            loss = functional.cross_entropy(logits.flatten(0, 1), torch.tensor(targets).flatten())
            loss.backward()
            losses.append(loss.item())
            norms.append(torch.nn.utils.clip_grad_norm_(theirs.parameters(), 1.0).item())
            optimizer.step()
            schedule.step()
    return losses, norms, collect(theirs, model.config, "data")
