"""The page "Train on your own text": what it computes is what the library's own loop computes."""

import base64
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Config, Transformer
from lessoncode.play import train as task
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.lighthouse import LOG

TEXT = LOG.read_text("utf-8")
PAGE = ROOT / "docs/assets/play"
# Twenty lines of which the 5th and the 15th are held out; the 7th repeats the 5th.
LINES = [f"line {number}" for number in range(1, 21)]
LINES[6] = LINES[4]


def ask(name: str, **order: Any) -> Any:
    return getattr(task, name)(order, lambda message: None)


def begin(text: str = TEXT, size: str = "small", seed: int = 0) -> Any:
    return ask("start", text=text, size=size, seed=seed)


def events(until: int) -> list[dict[str, Any]]:
    """What the page is sent, until a step is among it."""
    found: list[dict[str, Any]] = []
    while not found or found[-1]["step"] < until:
        answer = ask("more")
        found += answer["events"]
        if answer["ended"]:
            break
    return found


def test_a_tenth_is_held_out_and_never_learned() -> None:
    learned, aside = task.divided("\n".join(LINES))
    assert aside == ["line 5", "line 15"]
    assert learned == [f"line {n}" for n in (1, 2, 3, 4, 6, 8, 9, *range(10, 15), *range(16, 21))]
    # Every batch is made of the lines learned: their ids alone are in the rows.
    run = task.Run("\n".join(LINES), "small", 0)
    rows = run.tokenizer.decode(run.tokenizer.encode("\n".join(learned)))
    assert run.lines == learned and run.aside == aside
    for held_out in aside:
        assert f"{held_out}\n" not in f"{rows}\n"
    rng = np.random.default_rng(0)
    Transformer.initial(run.model.config, rng, np.float64)
    ids = [run.tokenizer.encode(line) for line in learned]
    batch = next(packed_batches(ids, run.end, 16, 32, rng)).ids.reshape(-1).tolist()
    text = run.tokenizer.decode(batch).split("<|endoftext|>")
    assert {*text[1:-1]} <= {*learned}


def test_a_changed_held_out_line_changes_no_weight() -> None:
    lines = TEXT.splitlines()
    found = []
    for other in (lines[4], "Something else."):
        begin("\n".join([*lines[:4], other, *lines[5:]]))
        points = [event for event in events(20) if "learned" in event]
        found.append([point["learned"] for point in points[:3]])
    assert found[0] == found[1]


def test_it_is_the_library_s_own_loop() -> None:
    """To the bit: tokenizer, model, batches and loop, made here a second time."""
    lines = [line for line in TEXT.splitlines() if line]
    aside = lines[4::10]
    lines = [line for line in lines if line not in aside]
    ranks = bpe_training.train("\n".join(lines), 200)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {"<|endoftext|>": len(ranks)})
    rng = np.random.default_rng(7)
    config = Config(len(ranks) + 1, n_embd=32, n_layer=1, n_head=4, n_kv_head=4, n_hidden=64)
    model = Transformer.initial(config, rng, np.float64)
    documents = [tokenizer.encode(line) for line in lines]
    rows = packed_batches(documents, len(ranks), n_batch=16, n_seq=32, rng=rng)
    steps = train(model, rows, n_steps=300, peak=3e-3)
    for _ in range(60):
        next(steps)
    held_out = [tokenizer.encode(line) for line in aside]
    log_p = np.concatenate(token_log_probs(model.frozen(), held_out, len(ranks)))
    n_bytes = sum(len(line.encode()) + 1 for line in aside)
    begin(seed=7)
    (point,) = (e for e in events(60) if e["step"] == 60 and "learned" in e)
    assert point["held_out"] == -log_p.sum() / np.log(2) / n_bytes


def test_it_goes_on_where_it_stopped() -> None:
    begin()
    first = events(10)
    second = events(30)
    assert second[0]["step"] == first[-1]["step"] + 1 or "lines" in second[0]
    steps = [event["step"] for event in [*first, *second] if "learned" in event]
    assert steps[:4] == [0, 10, 20, 30]


def test_a_call_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now.__setitem__(0, now[0] + 0.1) or now[0])
    assert len(ask("more")["events"]) == 2


def test_the_sizes_are_below_the_limit() -> None:
    parameters = [begin(size=size)["parameters"] for size in task.SIZES]
    assert parameters == sorted(parameters) and parameters[-1] <= 120_000
    labels = (PAGE / "labels.js").read_text("utf-8")
    assert f"SIZES = {[*task.SIZES]}".replace("'", '"') in labels
    assert f"LIMIT = {task.MOST:_};" in (PAGE / "messages.js").read_text("utf-8")


def test_the_file_opens_as_the_lab_opens_it(tmp_path: Path) -> None:
    begin()
    events(10)
    path = tmp_path / "model.npz"
    path.write_bytes(base64.b64decode(ask("keep")["npz"]))
    saved = checkpoints.load(str(path.resolve().with_suffix("")))
    run = task.Session.run
    assert run and saved.model.config == run.model.config
    assert saved.tokenizer.encode(TEXT) == run.tokenizer.encode(TEXT)
    ids = [[run.end, *run.tokenizer.encode("Monday. Wind")]]
    np.testing.assert_allclose(saved.model(ids).data, run.model(ids).data, atol=5e-3)
    lab = (ROOT / "examples/labs/train.py").read_text("utf-8")
    assert 'name = downloaded.resolve().with_suffix("")' in lab and "load(str(name))" in lab


def test_the_longest_copy() -> None:
    assert task.copied("a cat sat", "the cat sat\non a mat") == " cat sat"
    assert task.copied("xyz", "abc") == "" == task.copied("", "abc")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Your text is empty."),
        (" \n\t  \n", "Your text is empty."),
        ("x", "has 1 line. It needs at least 10"),
        ("a\nb\nc", "has 3 lines. It needs at least 10"),
        ("a" * 20_000, "All lines of your text are the same."),
        ("word " * 4000, "All lines of your text are the same."),
        ("a\n" * 500, "All lines of your text are the same."),
        ("word " * 200_000, "has 1,000,000 bytes. The limit here is 20,000."),
        ("a\ud83d\n" * 20, "half of a character, U+D83D"),
    ],
)
def test_texts_that_cannot_be_trained_on(text: str, says: str) -> None:
    assert says in begin(text)["error"]


@pytest.mark.parametrize(
    "text",
    [
        "a b\n" + "b a\n" * 30,
        "\x00\x01\x85\u2028<|endoftext|>🙂\n" * 9 + "a\nb\nc\nd\ne\nf",
        "<script>alert(1)</script>\r\n" + "\r\n".join(map(str, range(30))),
        "".join(map(chr, range(0x4E00, 0x4E00 + 6000))),
    ],
)
def test_strange_texts_are_trained_on(text: str) -> None:
    found = begin(text)
    assert found["parameters"] < 120_000
    assert all(np.isfinite(event["learned"]) for event in events(10) if "learned" in event)


def test_nothing_to_go_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task.Session, "run", None)
    for name in ("more", "keep"):
        assert "was lost when Python stopped" in ask(name)["error"]
