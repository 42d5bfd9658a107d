"""The loop around the steps; what a step computes is compared with torch elsewhere."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

from lessoncode.model.tensor import Array, Tensor
from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import Batch, packed_batches
from lessoncode.training.loop import largest, train
from lessoncode.training.optimizer import AdamW, warmup_cosine

CONFIG = Config(n_vocab=7, n_embd=8, n_layer=2, n_head=2, n_kv_head=1, n_hidden=12)
DOCUMENTS = [[1, 2], [3], [4, 5, 6]]


def model() -> Transformer:
    return Transformer.initial(CONFIG, np.random.default_rng(1), np.float64)


def some_batches() -> Iterator[Batch]:
    return packed_batches(DOCUMENTS, 0, 4, 5, np.random.default_rng(2))


def weights(model: Transformer) -> dict[str, Array]:
    return {name: p.data.copy() for name, p in model.parameters.items()}


def test_steps_are_those_of_a_plain_loop() -> None:
    """Against the parts put together by hand, with the mean taken as a mean."""
    from lessoncode.model.layers import log_prob

    ours, plain = model(), model()
    optimizer = AdamW(plain.parameters)
    for step, batch in zip(train(ours, some_batches(), 8, 0.01, n_warmup=3), some_batches()):  # noqa: B905
        loss = -log_prob(plain(batch.ids), batch.targets).mean()
        loss.backward()
        rate = warmup_cosine(step.number - 1, 8, 3, 0.01, 0.001)
        norm = optimizer.step(rate)
        assert (step.loss, step.rate, step.norm) == pytest.approx((float(loss.data), rate, norm))
    assert step.number == 8
    for name, data in weights(ours).items():
        np.testing.assert_allclose(data, plain.parameters[name].data, atol=1e-12)


@pytest.mark.parametrize("n_threads", [2, 3])
def test_threads_share_a_batch_and_add_up(n_threads: int) -> None:
    """Four rows among three threads are not even halves."""
    one, several = model(), model()
    for first, second in zip(
        train(one, some_batches(), 5, 0.01, n_warmup=2),
        train(several, some_batches(), 5, 0.01, n_warmup=2, n_threads=n_threads),
        strict=True,
    ):
        assert second == pytest.approx(first, rel=1e-9)
    for name, data in weights(one).items():
        np.testing.assert_allclose(several.parameters[name].data, data, atol=1e-10)


def test_ctrl_c_ends_after_the_step_and_keeps_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    ours, shorter = model(), model()
    for step in train(ours, some_batches(), 50, 0.01):
        if step.number == 3:
            signal.raise_signal(signal.SIGINT)
    assert step.number == 3
    assert "stopped after step 3 of 50" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before
    for step in train(shorter, some_batches(), 50, 0.01):
        if step.number == 3:
            break
    for name, data in weights(ours).items():
        np.testing.assert_array_equal(data, shorter.parameters[name].data)


def test_a_second_ctrl_c_does_not_wait() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # else a shell may ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            for _ in train(model(), some_batches(), 50, 0.01):
                signal.raise_signal(signal.SIGINT)
                signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", [np.inf, np.nan])
def test_a_loss_that_is_no_number_names_step_and_tensor(number: float) -> None:
    ours = model()
    with (
        np.errstate(all="ignore"),
        pytest.raises(FloatingPointError, match=r"step 3: the loss is nan.* in layers\.1\.down"),
    ):
        for step in train(ours, some_batches(), 5, 0.01, n_warmup=2):
            if step.number == 2:
                ours.parameters["layers.1.down"].data[0, 0] = number
                before = weights(ours)
    for name, data in weights(ours).items():
        np.testing.assert_array_equal(data, before[name])


def test_batches_that_end_too_early() -> None:
    """The model is what the steps that were taken made of it."""
    ours, shorter = model(), model()
    with pytest.raises(ValueError, match="ended after step 3 of 8, and so the training"):
        list(train(ours, islice(some_batches(), 3), 8, 0.01, n_warmup=2))
    for _ in zip(range(3), train(shorter, some_batches(), 8, 0.01, n_warmup=2), strict=False):
        pass
    for name, data in weights(ours).items():
        np.testing.assert_array_equal(data, shorter.parameters[name].data)
    list(train(ours, islice(some_batches(), 3), 3, 0.01, n_warmup=3))  # just enough


@pytest.mark.parametrize("n_steps", [0, -2])
def test_at_least_one_step(n_steps: int) -> None:
    with pytest.raises(ValueError, match=f"n_steps is {n_steps}: give a whole number, 1 or more"):
        list(train(model(), some_batches(), n_steps, 0.01))


def test_a_warm_up_longer_than_the_training() -> None:
    with pytest.raises(ValueError, match="n_warmup is 20 and n_steps 5"):
        list(train(model(), some_batches(), 5, 0.01))


def test_import_needs_numpy_alone() -> None:
    """A browser may have neither tqdm nor ctypes."""
    program = """
import sys
sys.modules["tqdm"] = sys.modules["ctypes"] = None
import numpy.random
before = set(sys.modules)
import lessoncode.training.loop
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(new - sys.stdlib_module_names - {"numpy"})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "{'lessoncode'}\n", done.stderr


def test_trainings_side_by_side_leave_ctrl_c_as_it_was() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        one, two = (train(model(), some_batches(), 30, 0.01) for _ in range(2))
        assert len(list(zip(one, two, strict=True))) == 30
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_no_peak() -> None:
    with pytest.raises(ValueError, match="peak is None"):
        # mypy rejects it; a reader without mypy gets the error
        next(train(model(), some_batches(), 50, None))  # type: ignore[arg-type]


def test_the_largest_parameter() -> None:
    parameters = {"a": Tensor([1.0, -25]), "b": Tensor([9.0]), "empty": Tensor(np.zeros((0, 2)))}
    assert largest(parameters) == "the largest parameter is 25, in a"
    with pytest.raises(ValueError, match="n_parameters is 0"):
        largest({})
