"""The same model as a `transformers.LlamaForCausalLM`, and what it computes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import torch
from models import N_STEPS, N_WARMUP, PEAK, make
from torch.nn import functional
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

from lessoncode.model.layers import Ids
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Config, Transformer
from lessoncode.pretrained.llama_format import counterparts


@contextmanager
def double() -> Iterator[None]:
    """Takes away the casts to float32 that Llama has in its norms, softmax and rotary table."""
    with (
        patch.multiple(torch, float32=torch.float64, float=torch.float64),
        patch.object(torch.Tensor, "float", torch.Tensor.double),
    ):
        yield


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
    for ours, parts in counterparts(config).items():
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
        for ours, parts in counterparts(config).items()
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


def schedule_of(optimizer: torch.optim.Optimizer) -> SequentialLR:
    """Torch's own warm-up and cosine, as `models.train` has them."""
    warmup = LinearLR(optimizer, 1 / N_WARMUP, total_iters=N_WARMUP - 1)
    cosine = CosineAnnealingLR(optimizer, N_STEPS - N_WARMUP, PEAK / 10)
    return SequentialLR(optimizer, [warmup, cosine], [N_WARMUP])


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
        schedule = schedule_of(optimizer)
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


def exported_logits(model: Transformer, folder: Path, ids: Ids) -> tuple[Array, Array]:
    """The logits of a model, and of its export to a folder, both computed in float64."""
    weights = {name: p.data.astype(np.float64) for name, p in model.parameters.items()}
    theirs = LlamaForCausalLM.from_pretrained(folder, attn_implementation="eager").double()
    with double(), torch.no_grad():
        theirs.model.rotary_emb = LlamaRotaryEmbedding(theirs.config)
        logits = theirs(torch.tensor(ids)).logits.numpy()
    return Transformer(model.config, weights)(ids).data, logits
