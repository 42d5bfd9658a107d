"""Parts of SmolLM2 changed: what is resumed from a layer is what the whole model computes."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.tensor import Array
from lessoncode.play import operate, real_model, smollm2
from lessoncode.pretrained import smollm
from lessoncode.pretrained.smollm import SmolLM2

EXAMPLES = ROOT / "examples"
FRANCE, ITALY = "The capital of France is", "The capital of Italy is"
Write = Callable[[Array], None]  # changes a row [n_seq, ...] of what is at a place


@pytest.fixture(scope="module")
def smol() -> Iterator[SmolLM2]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(ROOT / ".cache/lessoncode/prepared"))
        try:
            yield smollm.load()
        except FileNotFoundError as error:
            pytest.skip(str(error))


@pytest.fixture(autouse=True)
def new_session(smol: SmolLM2, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smollm, "load", lambda: smol)
    new = type("Session", (), dict.fromkeys(("reading", "talk", "answer")))
    monkeypatch.setattr(real_model, "Session", new)
    operate.after.cache_clear()


def ask(task: str, text: str = FRANCE, **more: Any) -> Any:
    order = {"text": text, "after": [], **more}
    return getattr(operate, task)(order, lambda message: None)


def head(name: str, by: float = 0, tokens: str = "all") -> dict[str, Any]:
    layer, number = map(int, name.split("."))
    return {"part": "head", "layer": layer, "number": number, "by": by, "tokens": tokens}


def vector(layer: int, number: int, other: str = ITALY) -> dict[str, Any]:
    return {"part": "vector", "layer": layer, "number": number, "other": other}


def word(smol: SmolLM2, text: str) -> int:
    (token,) = smol.tokenizer.encode(text)
    return token


def whole(smol: SmolLM2, text: str, changes: Sequence[tuple[int, str, Write]]) -> Array:
    """The predictions of the whole model, with a change in each: at a layer from 0, and a place."""
    ids = smol.tokenizer.encode(text)
    for layer, place, x in smol.model.stream([ids] * len(changes)):
        for row, (i, where, write) in zip(x.data, changes, strict=True):
            if (layer, place) == (i, where):
                write(row)
    return next_token_probabilities(smol.model.logits(x[:, -1]).data)


def assert_same(answer: Any, expected: Array) -> None:
    """Each change, as a column after the first, has the probabilities of its row."""
    assert len(answer["rows"]) >= 3
    for row in answer["rows"]:
        np.testing.assert_allclose(row["p"][1:], expected[:, row["id"]], atol=1e-5)


def test_products_in_a_browser_are_those_of_the_library() -> None:
    rng = np.random.default_rng(0)
    for rows in (1, smollm2.ROWS, smollm2.ROWS + 3):
        x, w = rng.normal(size=(rows, 24)), rng.normal(size=(7, 24))
        np.testing.assert_allclose(smollm2.product(x, w), x @ w.T, atol=1e-12)


def test_heads_and_neurons_are_those_of_the_whole_model(smol: SmolLM2) -> None:
    text = f"{FRANCE} a city, and it"

    def halve(row: Array) -> None:
        row[:, 128:192] *= 0.5

    def end(row: Array) -> None:
        row[-1, :64] = 0

    def neuron(row: Array) -> None:
        row[:, 700] = 0

    changes = [head("13.3", 0.5), head("1.1", 0, "last"), {**head("30.700"), "part": "neuron"}]
    written = [(12, "gathered", halve), (0, "gathered", end), (29, "neurons", neuron)]
    assert_same(ask("changed", text, changes=changes), whole(smol, text, written))


def test_vectors_are_those_of_the_whole_model(smol: SmolLM2) -> None:
    ids = smol.tokenizer.encode(ITALY)
    places = [(0, 4), (12, 1), (23, 4), (30, 5)]
    streams = [x.data[0] for _, at, x in smol.model.stream([ids]) if at in ("embedding", "mlp")]

    def putting(layer: int, number: int) -> Write:
        def write(row: Array) -> None:
            row[number - 1] = streams[layer][number - 1]

        return write

    where = [(max(0, n - 1), "mlp" if n else "embedding", putting(n, token)) for n, token in places]
    answer = ask("changed", changes=[vector(*place) for place in places])
    assert_same(answer, whole(smol, FRANCE, where))


def test_a_head_removed_is_what_the_lesson_prints(smol: SmolLM2) -> None:
    record = (EXAMPLES / "inside_a_real_model/cut.out").read_text()
    changes = [head(f"24.{number}") for number in range(1, 10)]
    paris = ask("changed", changes=changes)["rows"][0]
    assert paris["piece"] == " Paris"
    printed = re.findall(r"(?:all heads|without 24\.\d) +(\d\.\d\d)", record)
    assert [f"{p:.2f}" for p in paris["p"]] == printed and len(printed) == 10
    lines = re.findall(r"^(\S.*)( \w+) +(\d\.\d\d) +(\d\.\d\d)", record, re.MULTILINE)
    for text, city, *expected in lines[:3]:
        found = ask("changed", text, changes=[head("24.5")], watch=word(smol, city))
        assert [f"{p:.2f}" for p in found["rows"][0]["p"]] == expected, text
    assert len(lines) == 11


def test_a_moved_vector_is_what_the_lesson_prints(smol: SmolLM2) -> None:
    record = (EXAMPLES / "inside_a_real_model/moved.out").read_text()
    rows_printed = re.findall(r"^ +\d+(?: +\d\.\d\d){4}$", record, re.MULTILINE)
    assert len(rows_printed) == 6
    rome = word(smol, " Rome")
    for layer, *printed in (line.split() for line in rows_printed[::2]):
        changes = [vector(int(layer), number) for number in (4, 5)]
        rows = ask("changed", changes=changes, watch=rome)["rows"]
        (paris,) = (row for row in rows if row["piece"] == " Paris")
        found = [f"{row['p'][i]:.2f}" for i in (1, 2) for row in (paris, rows[0])]
        assert found == printed, layer


def test_neurons_are_those_that_the_lesson_prints() -> None:
    record = (EXAMPLES / "switching_off/neurons.out").read_text()
    found = {n["number"]: n for n in ask("neurons", layer=30, by=0)["neurons"]}
    printed = re.findall(r"^ +30 +(\d+) +(\d\.\d\d) +\d\.\d\d$", record, re.MULTILINE)
    assert len(found) == 12 and len(printed) == 6
    assert [f"{found[int(number)]['push']:.2f}" for number, _ in printed] == [p for _, p in printed]
    change = {**head("30.1066"), "part": "neuron"}
    rows = ask("changed", changes=[change, {**change, "tokens": "last"}])["rows"]
    (off,) = re.findall(r"^1 off +(\S+)", record, re.MULTILINE)
    before, everywhere, last = rows[0]["p"]
    assert f"{everywhere:.2f}" == off
    assert found[1066]["effect"] == pytest.approx(last - before, abs=1e-5)


def test_the_grid_is_the_one_that_the_page_prints(smol: SmolLM2) -> None:
    record = (EXAMPLES / "real_model/heads.out").read_text().splitlines()[6:]
    answer = ask("heads", layer=24, by=0)
    layers = answer["layers"]
    while len(layers) < 7:
        layers += ask("heads", layer=24 + len(layers), by=0)["layers"]
    found = [[round(100 * effect) for effect in layer["effects"]] for layer in layers]
    assert found == [list(map(int, line.split()[1:])) for line in record[23:]]
    shares = real_model.attention({"text": FRANCE, "after": [], "layer": 24}, print)["shares"]
    assert layers[0]["shares"] == shares

    def end(row: Array) -> None:
        row[-1, 256:320] = 0

    (p,) = whole(smol, FRANCE, [(23, "gathered", end)])
    assert answer["before"] + layers[0]["effects"][4] == pytest.approx(
        p[word(smol, " Paris")], abs=1e-5
    )


def test_what_can_t_be_done_is_said() -> None:
    assert "33 tokens" in ask("heads", " a" * 33, layer=1, by=0)["error"]
    assert "Type some text first" in ask("changed", "", changes=[])["error"]
    longer = f"{ITALY} not"
    assert "5 tokens, and the other prompt has 6" in ask("pair", other=longer)["error"]
    assert "5 tokens" in ask("changed", changes=[vector(3, 1, longer)])["error"]
    assert "number is 6" in ask("changed", changes=[vector(3, 6)])["error"]
    assert "number is 0" in ask("changed", changes=[head("1.0")])["error"]
    assert "layer is 31" in ask("changed", changes=[head("31.1")])["error"]
    assert "Both prompts are the same" in ask("pair", other=FRANCE)["error"]
    pair = ask("pair", other=ITALY)
    assert pair["differs"] == 4 and pair["best"]["piece"] == " Rome"
    assert pair["texts"][1] == ["The", " capital", " of", " Italy", " is"]
    assert len(ask("heads", " a" * 32, layer=30, by=0)["layers"]) == 1


def test_a_text_that_grows_and_shrinks_keeps_the_right_vectors(smol: SmolLM2) -> None:
    """What is kept of a text's beginning must be that of the text that is read now."""
    for text in (" a" * 40, "The capital", f"{FRANCE} not", FRANCE):
        real_model.predict({"text": text, "after": []}, print)

    def first(row: Array) -> None:
        row[:, 256:320] = 0

    expected = whole(smol, FRANCE, [(23, "gathered", first)])
    assert_same(ask("changed", changes=[head("24.5")]), expected)
