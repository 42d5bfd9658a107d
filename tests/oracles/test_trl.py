"""DPO against TRL's own trainer: its data, masks, loss and gradients, in float64."""

from typing import Any

import numpy as np
import pytest
from models import make

from lessoncode.dpo import dpo_loss, log_ratio
from lessoncode.policy import Policy, answered
from lessoncode.preferences import Comparisons

pytest.importorskip("torch", reason="torch, which this compares with, is not installed")
pytest.importorskip("trl", reason="TRL, which this compares with, is not installed")

import trl
from datasets import Dataset
from llama import collect, double, llama
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

BETA, END = 0.3, 0
PROMPTS = [[3], [4, 5], [1, 2, 6]]
BETTER = [[7, 1, END], [2, END], [8, 8, 3, END]]
WORSE = [[END], [5, 6, 7, 1, END], [2, 9, END]]


def comparisons() -> Comparisons:
    batch = answered(PROMPTS * 2, BETTER + WORSE)
    return Comparisons(batch, np.arange(3), np.arange(3, 6))


def words(ids: list[int]) -> str:
    return "".join(f"{i} " for i in ids)


def trainer(model: Any, reference: Any, n_vocab: int, folder: str) -> Any:
    """TRL's trainer for the same comparisons; a token is a number, the end is added by TRL."""
    level = Tokenizer(models.WordLevel({str(i): i for i in range(n_vocab)}, unk_token="0"))
    level.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=level, eos_token="0", pad_token="10")
    rows = {
        "prompt": [words(ids) for ids in PROMPTS],
        "chosen": [words(ids[:-1]) for ids in BETTER],
        "rejected": [words(ids[:-1]) for ids in WORSE],
    }
    config = trl.DPOConfig(
        output_dir=folder,
        beta=BETA,
        per_device_train_batch_size=3,
        bf16=False,
        report_to=[],
        use_cpu=True,
    )
    return trl.DPOTrainer(
        model, reference, config, processing_class=tokenizer, train_dataset=Dataset.from_dict(rows)
    )


def test_loss_and_gradients_equal_trl(tmp_path: Any) -> None:
    model, *_ = make("plain")
    other, *_ = make("plain")
    for name, p in other.parameters.items():
        p.data = p.data + 0.1 * np.random.default_rng(len(name)).normal(size=p.shape)
    policy = Policy(model, END, 5)
    policy.reference = other.frozen()
    data = comparisons()
    loss = dpo_loss(log_ratio(policy, data.answers), data, BETA).mean()
    loss.backward()
    with double():
        theirs = llama(model)
        dpo = trainer(theirs, llama(other), model.config.n_vocab, str(tmp_path))
        (batch,) = dpo.get_train_dataloader()
        their_loss = dpo.compute_loss(dpo.model, batch)
        their_loss.backward()
    assert float(loss.data) == pytest.approx(their_loss.item(), abs=1e-12)
    for name, grad in collect(theirs, model.config, "grad").items():
        ours = model.parameters[name].grad
        assert ours is not None
        np.testing.assert_allclose(ours, grad, rtol=0, atol=1e-12, err_msg=name)
