"""What TRL's own trainers compute for DPO, GRPO and the reward model, beside ours, in float64.

DPO's trainer also makes the batch: its template, masks and padding are compared with ours.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
import trl
from datasets import Dataset
from llama import collect, double, llama
from models import make
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaForSequenceClassification, PreTrainedTokenizerFast

from lessoncode.alignment.dpo import dpo_loss, log_ratio
from lessoncode.alignment.grpo import GRPO
from lessoncode.alignment.policy import Policy, answered
from lessoncode.alignment.preferences import Comparisons, bradley_terry
from lessoncode.alignment.rewards import Scorer
from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Transformer

Pair = tuple[Array, Array]  # ours and theirs

BETA, END = 0.3, 0
PROMPTS = [[3], [4, 5], [1, 2, 6]]
BETTER = [[7, 1, END], [2, END], [8, 8, 3, END]]
WORSE = [[END], [5, 6, 7, 1, END], [2, 9, END]]


def comparisons() -> Comparisons:
    batch = answered(PROMPTS * 2, BETTER + WORSE)
    return Comparisons(batch, np.arange(3), np.arange(3, 6))


def words(ids: list[int]) -> str:
    return "".join(f"{i} " for i in ids)


def tokenizer(n_vocab: int) -> Any:
    """A token is a number; TRL adds the end."""
    level = Tokenizer(models.WordLevel({str(i): i for i in range(n_vocab)}, unk_token="0"))
    level.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=level, eos_token="0", pad_token="10")


def settings(folder: Path) -> dict[str, Any]:
    return {"output_dir": str(folder), "bf16": False, "report_to": [], "use_cpu": True}


def two_models() -> tuple[Transformer, Transformer]:
    """A model and another near it, to be its reference."""
    model, *_ = make("plain")
    other, *_ = make("plain")
    for name, p in other.parameters.items():
        p.data = p.data + 0.1 * np.random.default_rng(len(name)).normal(size=p.shape)
    return model, other


def pairs(model: Transformer, loss: Tensor, theirs: Any, their_loss: Any) -> list[Pair]:
    """The loss, and the gradient of every parameter."""
    loss.backward()
    their_loss.backward()
    found = [(loss.data, their_loss.detach().numpy())]
    for name, grad in collect(theirs, model.config, "grad").items():
        ours = model.parameters[name].grad
        assert ours is not None
        found.append((ours, grad))
    return found


def trl_dpo(folder: Path) -> list[Pair]:
    model, other = two_models()
    policy = Policy(model, END, 5)
    policy.reference = other.frozen()
    data = comparisons()
    loss = dpo_loss(log_ratio(policy, data.answers), data, BETA).mean()
    rows = {
        "prompt": [words(ids) for ids in PROMPTS],
        "chosen": [words(ids[:-1]) for ids in BETTER],
        "rejected": [words(ids[:-1]) for ids in WORSE],
    }
    config = trl.DPOConfig(**settings(folder), beta=BETA, per_device_train_batch_size=3)
    with double():
        theirs = llama(model)
        trainer = trl.DPOTrainer(
            theirs,
            llama(other),
            config,
            processing_class=tokenizer(model.config.n_vocab),
            train_dataset=Dataset.from_dict(rows),
        )
        (batch,) = trainer.get_train_dataloader()
        their_loss = trainer.compute_loss(trainer.model, batch)
        return pairs(model, loss, theirs, their_loss)


def trl_grpo(folder: Path) -> list[Pair]:
    """The loss as printed, given the same answers, advantages, and log-probabilities of before."""
    model, other = two_models()
    policy = Policy(model, END, 5)
    policy.reference = other.frozen()
    prompt = [3, 4]
    batch = answered([prompt] * 6, BETTER + WORSE)
    old = Policy(two_models()[1], END, 5)
    log_old = (old.log_probs(batch).data + policy.log_probs(batch).data) / 2
    advantages = np.random.default_rng(0).normal(size=6)
    loss = GRPO(policy, [], lambda _: advantages, BETA).loss(batch, log_old, advantages).mean()
    assert batch.weights is not None
    inputs = {
        "prompt_ids": torch.tensor([prompt] * 6),
        "prompt_mask": torch.ones(6, 2, dtype=torch.long),
        "completion_ids": torch.tensor(batch.targets[:, 1:]),
        "completion_mask": torch.tensor(batch.weights[:, 1:].astype(int)),
        "advantages": torch.tensor(advantages),
        "old_per_token_logps": torch.tensor(log_old[:, 1:]),
        "ref_per_token_logps": torch.tensor(policy.reference_log_probs(batch)[:, 1:]),
        "num_items_in_batch": torch.tensor(6),
    }
    config = trl.GRPOConfig(
        **settings(folder),
        beta=0.0,  # with another one TRL would fetch a reference from the web
        loss_type="grpo",
        use_bias_correction_kl=False,  # TRL's own addition, on unless one says no
        per_device_train_batch_size=8,
    )
    with double():
        theirs = llama(model)
        trainer = trl.GRPOTrainer(
            theirs,
            lambda completions, **_: [0.0] * len(completions),
            config,
            processing_class=tokenizer(model.config.n_vocab),
            train_dataset=Dataset.from_dict({"prompt": [words(prompt)]}),
        )
        trainer.beta, trainer.current_gradient_accumulation_steps = BETA, 1
        their_loss = trainer._compute_loss(trainer.model, inputs)
        return pairs(model, loss, theirs, their_loss)


def trl_reward_model(folder: Path) -> list[Pair]:
    model, _ = two_models()
    head = np.random.default_rng(1).normal(size=(1, model.config.n_embd))
    scorer = Scorer(model, head)
    data = comparisons()
    scores = scorer.scores(data.answers)
    loss = bradley_terry(scores[data.better] - scores[data.worse]).mean()
    triples = list(zip(PROMPTS, BETTER, WORSE, strict=True))
    rows = {
        "chosen_ids": [[*prompt, *better] for prompt, better, _ in triples],
        "rejected_ids": [[*prompt, *worse] for prompt, _, worse in triples],
    }
    config = trl.RewardConfig(**settings(folder), per_device_train_batch_size=3)
    with double():
        language_model = llama(model)
        language_model.config.num_labels = 1
        language_model.config.pad_token_id = 10
        theirs = LlamaForSequenceClassification(language_model.config).double()
        theirs.model = language_model.model
        theirs.score.weight.data = torch.tensor(head)
        trainer = trl.RewardTrainer(
            theirs,
            config,
            processing_class=tokenizer(model.config.n_vocab),
            train_dataset=Dataset.from_dict(rows),
        )
        (batch,) = trainer.get_train_dataloader()
        their_loss = trainer.compute_loss(trainer.model, batch)
        found = pairs(model, loss, language_model, their_loss)
    assert scorer.head.grad is not None
    return [*found, (scorer.head.grad, theirs.score.weight.grad.numpy())]
