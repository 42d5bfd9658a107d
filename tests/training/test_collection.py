from pathlib import Path

import numpy as np
import pytest

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.collection import arrays_of, models_of


def test_the_weights_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words(["a b"])
    config = Config(words.n_vocab, n_embd=8, n_layer=1, n_head=2, n_kv_head=2, n_hidden=8)
    models = {
        f"way {seed}": Transformer.initial(config, np.random.default_rng(seed)) for seed in (0, 1)
    }
    (tmp_path / "page").mkdir()
    monkeypatch.chdir(tmp_path / "page")
    monkeypatch.setattr(checkpoints, "EXAMPLES", tmp_path)
    arrays = arrays_of(models)
    checkpoints.save("two", models["way 0"], words, **arrays, curve=np.arange(3))
    found = models_of(checkpoints.load("page/two"))
    assert list(found) == list(models)
    for name, model in models.items():
        for key, p in model.parameters.items():
            ours = found[name].parameters[key].data
            assert ours.dtype == np.float32
            np.testing.assert_array_equal(ours, p.data.astype(np.float16).astype(np.float32))
    assert found["way 0"].parameters["norm"].data is not found["way 1"].parameters["norm"].data


def test_a_weight_that_float16_cannot_hold() -> None:
    model = Transformer.initial(Config(5, 8, 1, 2, 2, 12), np.random.default_rng(0))
    model.parameters["norm"].data[0] = 1e6
    with pytest.raises(ValueError, match="one/norm holds a number"):
        arrays_of({"one": model})


def test_a_name_with_a_slash() -> None:
    """It would be read as the name in front of the slash."""
    model = Transformer.initial(Config(5, 8, 1, 2, 2, 12), np.random.default_rng(0))
    with pytest.raises(ValueError, match="a model's name is 'one/two'"):
        arrays_of({"one/two": model})
