"""The text is cut into pieces; no merge crosses a cut."""

from lessoncode.text.split import CL100K_SPLIT, GPT2_SPLIT, pieces

text = "Don't wait 1234567 minutes!"
print("GPT-2: ", "|".join(pieces(text, GPT2_SPLIT)))
print("cl100k:", "|".join(pieces(text, CL100K_SPLIT)))
