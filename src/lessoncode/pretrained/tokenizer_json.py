"""A tokenizer in the form of Hugging Face's tokenizer.json, and back.

    >>> from lessoncode.pretrained.tokenizer_json import from_json, to_json
    >>> from lessoncode.text.words import Words
    >>> content = to_json(Words(["the cat"]))
    >>> content["model"]["vocab"], from_json(content).encode("the cat")
    ({'<|endoftext|>': 0, 'cat': 1, 'the': 2}, [2, 1])

Our `bpe` merges two neighbours if their joined bytes are a token. The package `tokenizers` merges
them if that very pair is in a list. Each token therefore needs a pair: the two tokens that remain
when its bytes are merged with tokens of lower rank only.

    merge(bytes of a token, lower ranks) = left, right

If two remain for every token, both packages give every text the same ids. Suppose that the
neighbours x and y can join to a token. Nothing has merged across their ends yet, so what happened
between these ends is what happens to the token's bytes alone. There, everything with a lower rank
merges first, and left and right remain. So x is left and y is right. Ranks that come from training
meet this condition; ranks that do not are refused.

Source: the source of `tokenizers`.

Differs in:
1. `tokenizers` searches with Oniguruma, which reads one part of cl100k's pattern differently. That
   part is rewritten for it.
2. Its tables of letters are older than ours, so text with newer characters can split differently.
3. It always reads the text of a special token as that token, like our `encode(text,
   allow_special=True)`.
4. It drops a byte for which there is no token. Ours raises ValueError.

Checked against: `tokenizers` and transformers' `AutoTokenizer`.
"""

from collections.abc import Mapping
from typing import Any

from lessoncode.pretrained.byte_characters import to_bytes, to_text
from lessoncode.pretrained.smollm import SPLIT as SMOLLM_SPLIT
from lessoncode.text.bpe import BytePairTokenizer, merge_states
from lessoncode.text.bpe_training import Pair
from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT
from lessoncode.text.tokenizer import END, Tokenizer
from lessoncode.text.words import Words

# Our split patterns, as `tokenizers` needs them. In Oniguruma, {1,3}+
# means one to three, repeated as often as possible.
PATTERNS = {
    GPT2_SPLIT: GPT2_SPLIT,
    CL100K_SPLIT: CL100K_SPLIT.replace("{1,3}+", "{1,3}"),
    SMOLLM_SPLIT: SMOLLM_SPLIT,
}

BYTE_LEVEL = {
    "type": "ByteLevel",
    "add_prefix_space": False,
    "trim_offsets": True,
    "use_regex": False,
}


def to_json(tokenizer: Tokenizer) -> dict[str, Any]:
    """The content of tokenizer.json.

    Raises ValueError for what the file cannot express, which is another split pattern or ranks that
    no training yields, and TypeError for another class of tokenizer.
    """
    model: dict[str, Any]
    split: dict[str, Any]
    decoder: dict[str, Any] | None
    if isinstance(tokenizer, Words):
        special = {END: tokenizer.end_id}
        words = {word: i for i, word in enumerate(tokenizer.words)}
        # No word is empty, so an unknown word is refused there too.
        model = {"type": "WordLevel", "vocab": words, "unk_token": ""}
        split, decoder = {"type": "WhitespaceSplit"}, None
    elif not isinstance(tokenizer, BytePairTokenizer):
        raise TypeError(f"no tokenizer.json can express {tokenizer!r}")
    else:
        special = tokenizer.special_tokens
        model = byte_pair_model(tokenizer)
        split = byte_level_split(tokenizer.split)
        decoder = BYTE_LEVEL
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            added_token(text, special[text])
            for text in sorted(special, key=lambda text: special[text])
        ],
        "normalizer": None,
        "pre_tokenizer": split,
        "post_processor": None,
        "decoder": decoder,
        "model": model,
    }


def from_json(content: Mapping[str, Any]) -> Tokenizer:
    """The tokenizer in a tokenizer.json that `to_json` made, or transformers has saved since.

    Raises ValueError for any other, whose ids could differ here from those there.
    """
    try:
        if not isinstance(content["model"], dict):
            raise ValueError(foreign("model"))
        if not isinstance(content["model"]["vocab"], dict):
            raise ValueError(foreign("model's vocab"))
        model = dict(content["model"])
        added = {token["content"]: token["id"] for token in content["added_tokens"]}
        if model["type"] != "WordLevel":
            model["vocab"] = model["vocab"] | added
        tokenizer = made_of(model, content["pre_tokenizer"], added)
    except KeyError as error:
        raise ValueError(f"tokenizer.json: no {error}") from None
    except (TypeError, AttributeError):
        raise ValueError(foreign("content")) from None
    again = to_json(tokenizer)
    for key in ("normalizer", "pre_tokenizer", "decoder"):
        if content.get(key) != again[key]:
            raise ValueError(foreign(key))
    for key, value in again["model"].items():
        if model.get(key) != value:
            raise ValueError(foreign(f"model's {key}"))
    return tokenizer


def made_of(model: Mapping[str, Any], split: Any, special: Mapping[str, int]) -> Tokenizer:
    """The tokenizer of these parts of a tokenizer.json."""
    if model["type"] == "WordLevel":
        return Words(model["vocab"])
    ours = [p for p in PATTERNS if byte_level_split(p) == split]
    if not ours:
        raise ValueError(foreign("pre_tokenizer"))
    vocab = model["vocab"].items()
    ranks = {to_bytes(text): token_id for text, token_id in vocab if text not in special}
    return BytePairTokenizer(ranks, ours[0], special)


def foreign(what: str) -> str:
    """The message for a part that `to_json` would not write."""
    return (
        f"tokenizer.json: its {what} is not one that lessoncode writes; "
        "only a tokenizer that was exported from here can be read"
    )


def byte_pair_model(tokenizer: BytePairTokenizer) -> dict[str, Any]:
    """The "model" of a tokenizer.json: the vocabulary as text, and the merges in order."""
    ranks, special = tokenizer.ranks, tokenizer.special_tokens
    vocab = {to_text(token): rank for token, rank in ranks.items()}
    for text in vocab.keys() & special.keys():
        raise ValueError(f"the special token {text!r} is written like the token {to_bytes(text)!r}")
    merges = [list(map(to_text, pair)) for pair in pairs(ranks)]
    return {
        "type": "BPE",
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": False,
        "vocab": vocab | special,
        "merges": merges,
    }


def pairs(ranks: Mapping[bytes, int]) -> list[Pair]:
    """The two lower-ranked tokens that each token of several bytes is merged from, by rank."""
    lower = {t: rank for t, rank in ranks.items() if len(t) == 1}
    longer = ranks.keys() - lower.keys()
    found = []
    for token in sorted(longer, key=lambda token: ranks[token]):
        parts = merge_states(token, lower)[-1]
        if len(parts) != 2:
            raise ValueError(
                f"the token {token!r} is not made of two tokens of "
                "lower rank: no training yields these ranks, and a "
                "list of pairs cannot say what they do"
            )
        found.append((parts[0], parts[1]))
        lower[token] = ranks[token]
    return found


def byte_level_split(split: str) -> dict[str, Any]:
    """The step that splits a text into pieces, and the pieces into bytes."""
    if split not in PATTERNS:
        raise ValueError(
            f"the split pattern {split!r} is none of GPT-2, cl100k and "
            "SmolLM: `tokenizers` might read it differently"
        )
    cut = {
        "type": "Split",
        "pattern": {"Regex": PATTERNS[split]},
        "behavior": "Isolated",
        "invert": False,
    }
    return {"type": "Sequence", "pretokenizers": [cut, BYTE_LEVEL]}


def added_token(text: str, token_id: int) -> dict[str, Any]:
    """The entry of a special token, which `tokenizers` looks for before anything else."""
    return {
        "id": token_id,
        "content": text,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }
