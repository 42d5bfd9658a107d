"""A trained model as a folder that Hugging Face's tools can use.

    >>> from lessoncode.pretrained.export import export, read
    >>> export("next_token/train", "model")
    >>> read("model").model.n_parameters
    21248

The folder holds four files:

    config.json             the shape: a `LlamaForCausalLM`
    model.safetensors       the parameters, in float32
    tokenizer.json          text to ids and back
    tokenizer_config.json   which tokens begin and end a text, and how
                            a chat is written, if the model knows

transformers, accelerate and vLLM can load it: on a graphics card, on many machines, for many users.
`read` loads a model back, even after such tools have trained it further.

Source: the documentation of transformers and of safetensors.

Checked against: transformers: ids, logits, greedy generation, and `save_pretrained`.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from lessoncode.model.transformer import Transformer
from lessoncode.pretrained import gguf_file, lessons, safetensors_file, smollm
from lessoncode.pretrained.llama_format import (
    HUGGING_FACE,
    N_CONTEXT,
    config_from_json,
    config_to_json,
    parameters,
    shapes,
    tensors,
)
from lessoncode.pretrained.tokenizer_json import from_json, to_json
from lessoncode.text.tokenizer import END
from lessoncode.training.checkpoints import Checkpoint
from lessoncode.training.files import whole


class Usage(NamedTuple):
    """What other tools must know to use a model.

    `begin` and `end` are the special tokens that begin and end a text, if there are any.
    `n_context` is the largest number of tokens in a text, and `chat_template` is a Jinja template.
    """

    begin: str | None
    end: str | None
    n_context: int = N_CONTEXT
    chat_template: str | None = None


def export(name: str, folder: str | Path) -> None:
    """Write the model `name` as a folder, which must be new or empty.

    `name` is "smollm2", or an example that saved a model, like "pre_training/train".
    """
    if name == "smollm2":
        write(Checkpoint(*smollm.load(), {}), folder, smollm2_usage())
    else:
        write(lessons.load(name), folder)


def smollm2_usage() -> Usage:
    """SmolLM2's usage, as its own file describes it."""
    facts = gguf_file.read(smollm.installed()).facts
    start = "tokenizer.ggml"
    tokens = facts[f"{start}.tokens"]
    return Usage(
        tokens[facts[f"{start}.bos_token_id"]],
        tokens[facts[f"{start}.eos_token_id"]],
        facts["llama.context_length"],
        facts["tokenizer.chat_template"],
    )


def write(checkpoint: Checkpoint, folder: str | Path, usage: Usage | None = None) -> None:
    """Write a checkpoint's model and tokenizer, without arrays, as a whole folder or not at all.

    Without `usage`, END begins and ends a text if the tokenizer has that token. Raises ValueError
    if the folder exists and is not empty, and for a model or tokenizer that these files cannot
    express; TypeError for another class of tokenizer.
    """
    path = Path(folder).resolve()
    if path.is_file() or (path.exists() and any(path.iterdir())):
        raise ValueError(f"{folder} is there already, and not empty: name a new folder")
    model, tokenizer = checkpoint.model, checkpoint.tokenizer
    if type(model) is not Transformer:  # one with other layers
        message = f"{type(model).__name__} is not a plain Transformer"
        raise ValueError(f"{message}: no other tool has its layers")
    if tokenizer.n_vocab > model.config.n_vocab:
        message = f"the tokenizer has {tokenizer.n_vocab} ids"
        raise ValueError(f"{message}, the model {model.config.n_vocab}")
    if usage is None:
        usage = Usage(None, None)
        with suppress(ValueError):  # the tokenizer has no END
            tokenizer.special(END)
            usage = Usage(END, END)
    about: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        "bos_token": usage.begin,
        "eos_token": usage.end,
    }
    if usage.chat_template:
        about["chat_template"] = usage.chat_template
    files = {
        # Write even None: by default a Llama has the tokens 1 and 2.
        "config.json": config_to_json(model.config, usage.n_context)
        | {
            f"{name}_token_id": tokenizer.special(token) if token else None
            for name, token in (("bos", usage.begin), ("eos", usage.end))
        },
        "tokenizer.json": to_json(tokenizer),
        "tokenizer_config.json": about,
    }
    places = shapes(model.config, HUGGING_FACE)
    arrays = (array for _, array in tensors(model))
    # transformers requires the layout's name: pt, for PyTorch.
    layout = {"format": "pt"}
    with whole(path) as partial:
        partial.mkdir()
        for name, content in files.items():
            text = json.dumps(content, indent=2, ensure_ascii=False)
            (partial / name).write_text(text + "\n", encoding="utf-8")
        weights = partial / "model.safetensors"
        safetensors_file.write(weights, places, arrays, layout)


def read(folder: str | Path) -> Checkpoint:
    """The checkpoint in a folder that `write` made, or that transformers has saved since.

    Weights are converted to float32. Raises FileNotFoundError if a file is missing, and ValueError
    if a file is damaged, or for a model or tokenizer of a kind that lessoncode does not have.
    """
    folder = Path(folder)
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            hint = ""
            if (folder / f"{name}.index.json").exists():
                hint = " but parts of it; save it again, with"
                hint += ' save_pretrained(..., max_shard_size="100GB")'
            raise FileNotFoundError(f"{folder} holds no {name}{hint}")
    config = config_from_json(content_of(folder / "config.json"))
    arrays = safetensors_file.load(folder / "model.safetensors")
    tokenizer = from_json(content_of(folder / "tokenizer.json"))
    model = Transformer(config, parameters(config, arrays))
    return Checkpoint(model, tokenizer, {})


def content_of(path: Path) -> dict[str, Any]:
    """The object in a JSON file, as a dict. Raises ValueError if there is none."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path.name} holds no object")
    return content
