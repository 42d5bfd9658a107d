"""A trained model as a folder that Hugging Face's tools can use.

    config.json             the shape: a `LlamaForCausalLM`
    model.safetensors       the parameters, in float32
    tokenizer.json          text to ids and back
    tokenizer_config.json   which token ends a text

There transformers, accelerate and vLLM take over: on a graphics card,
on many machines, for many users. `read` brings a model back, also one
that was trained on there.

Source: the documentation of transformers and of safetensors. What
stands in the files, `llama_format` and `tokenizer_json` know.

Checked against: transformers: ids, logits and greedy generation,
and what `save_pretrained` makes of it.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.pretrained.llama_format import (
    config_from_json,
    config_to_json,
    parameters,
    tensors,
)
from lessoncode.pretrained.tokenizer_json import from_json, to_json
from lessoncode.text.tokenizer import END, Tokenizer
from lessoncode.training.checkpoints import Checkpoint


def write(checkpoint: Checkpoint, folder: str | Path) -> None:
    """Make the folder, whole or not at all.

    Raises ValueError if there is something in it, and for a model or
    tokenizer that these files cannot express. The arrays of the
    checkpoint stay behind.
    """
    from safetensors.numpy import save

    path = Path(folder).resolve()
    if path.is_file() or (path.exists() and any(path.iterdir())):
        message = f"{folder} is there already, and not empty"
        raise ValueError(f"{message}: name a new folder")
    model, tokenizer = checkpoint.model, checkpoint.tokenizer
    if type(model) is not Transformer:  # one with other layers
        message = f"{type(model).__name__} is no Transformer as such"
        raise ValueError(f"{message}: no other tool has its layers")
    end_id = end_id_of(tokenizer)
    end = END if end_id is not None else None
    files = {
        # None must be said: else Llama takes the tokens 1 and 2.
        "config.json": config_to_json(model.config)
        | {"bos_token_id": end_id, "eos_token_id": end_id},
        "tokenizer.json": to_json(tokenizer),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "clean_up_tokenization_spaces": False,
            "bos_token": end,
            "eos_token": end,
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as scratch:
        partial = Path(scratch) / path.name
        partial.mkdir()
        for name, content in files.items():
            text = json.dumps(content, indent=2, ensure_ascii=False)
            (partial / name).write_text(text + "\n", encoding="utf-8")
        # transformers wants to hear whose layout it is: torch's.
        weights = save(tensors(model), {"format": "pt"})
        (partial / "model.safetensors").write_bytes(weights)
        partial.rename(path)


def read(folder: str | Path) -> Checkpoint:
    """Load what `write` made, or what transformers made of it since.

    Weights come as float32, whatever they were saved as. Raises
    FileNotFoundError if a file is missing, and ValueError for a model
    or a tokenizer that lessoncode does not have.
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
    weights = parameters(config, load(folder / "model.safetensors"))
    tokenizer = from_json(content_of(folder / "tokenizer.json"))
    return Checkpoint(Transformer(config, weights), tokenizer, {})


def end_id_of(tokenizer: Tokenizer) -> int | None:
    """The token that ends a document and begins the next, if any."""
    try:
        return tokenizer.end_id
    except ValueError:
        return None


def content_of(path: Path) -> dict[str, Any]:
    """What a JSON file holds."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def load(path: Path) -> dict[str, Array]:
    """The tensors of a file, as float32.

    By hand, since NumPy has no bfloat16: it is a float32 without the
    lower half of its bits.
    """
    from safetensors import deserialize

    kinds = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
    found: dict[str, Array] = {}
    for name, tensor in deserialize(path.read_bytes()):
        kind = tensor["dtype"]
        if kind not in kinds:
            message = f"{name} is stored as {kind}"
            raise ValueError(f"{message}, not as one of {[*kinds]}")
        array = np.frombuffer(tensor["data"], kinds[kind])
        if kind == "BF16":
            array = (array.astype(np.uint32) << 16).view(np.float32)
        shaped = array.reshape(tensor["shape"])
        found[name] = shaped.astype(np.float32)
    return found
