"""The text is cut into pieces; no merge crosses a cut."""

import regex

from lessoncode.text.bpe import CL100K_SPLIT, GPT2_SPLIT

text = "Don't wait 1234567 minutes!"
print("GPT-2: ", "|".join(regex.findall(GPT2_SPLIT, text)))
print("cl100k:", "|".join(regex.findall(CL100K_SPLIT, text)))
