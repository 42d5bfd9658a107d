"""A thousand varied texts for tokenizers, the same in every run and under every Python."""

import unicodedata

import numpy as np

PIECES = [
    "Artificial intelligence", " Artificial intelligence", "The cat sat on the mat.", "it's",
    "IT'S", "we'll they'd", "'tis ''s 'S", "strawberry", "don't",
    "supercalifragilisticexpialidocious", "1", "22", " 333", "4444 55555", "3.14159", "-2e-10",
    "1,000,000", "½", "²", "Ⅻ", "٣٤٥", "१२३", "x1y2", "1st", "007 ", "2024-11-24T18:30:00Z",
    "a1 b 2  c  3", "0x1F", "$9.99", "50%", " ", "  ", "   ", "\n", "\n\n", "\r\n", "\t", "\t\t",
    " \n ", "\x0b", "\x0c", "\x85", "\xa0", "\u2003", "\u2028", "\u3000", "\u200b", "\ufeff",
    "\x00", "\x1b[0m", "\x1c", "\x1f", "\x7f", "def f(x):\n    return x ** 2\n",
    "if (a != b) { c->d++; }", "<a href='#'>&amp;</a>", "// ----- ====",
    "https://example.org/a?b=c&d=%20#e", "{\"key\": [null, true]}", "\\frac{1}{2}",
    "<|im_start|>", "Zażółć gęślą jaźń", "Größe", "Ça va?", "naïve café cafe\u0301", "ŒUVRE",
    "Привет, мир!", "Γειά σου", "Բարեւ", "שלום עולם", "مرحبا بالعالم", "नमस्ते", "สวัสดีชาวโลก",
    "வணக்கம்", "ສະບາຍດີ", "你好，世界。", "こんにちは", "안녕하세요", "𠮷野家", "ｆｕｌｌ",
    "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇫🇷", "1️⃣", "❤️", "𝕬𝖇𝖈", "z̷̢͚̈a̶̝͘",
    "\ufffd", "…", "“quoted”", "em—dash", "™®©",
]  # fmt: skip
# Characters that were defined long ago: younger ones are letters to one library and not to
# another. The six control characters have no token in SmolLM2's vocabulary.
KNOWN = [
    chr(code)
    for code in range(0x20000)
    if unicodedata.ucd_3_2_0.category(chr(code)) not in ("Cn", "Cs", "Co")
    and code not in (0x04, 0x06, 0x13, 0x14, 0x16, 0x1D)
]


def texts(count: int, seed: int) -> list[str]:
    """Pieces one after the other, with or without a space, and signs from anywhere."""
    rng = np.random.default_rng(seed)
    found = []
    for i in range(count):
        parts = []
        for _ in range(rng.integers(1, 12)):
            kind = rng.random()
            if kind < 0.7:
                parts.append(PIECES[rng.integers(len(PIECES))])
            elif kind < 0.85:
                parts.append("".join(KNOWN[j] for j in rng.integers(len(KNOWN), size=3)))
            else:
                parts.append(
                    "".join(chr(j) for j in rng.integers(32, 127, size=rng.integers(1, 9)))
                )
        found.append(("", " ")[i % 2].join(parts))
    return found
