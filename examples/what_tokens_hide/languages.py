"""One short sentence in nine languages, in cl100k_base."""

import tiktoken

from lessoncode import figure

sentences = {
    "English": "I drink water every morning.",
    "German": "Ich trinke jeden Morgen Wasser.",
    "Spanish": "Bebo agua todas las mañanas.",
    "Swahili": "Ninakunywa maji kila asubuhi.",
    "Chinese": "我每天早上喝水。",
    "Arabic": "أشرب الماء كل صباح.",
    "Korean": "나는 매일 아침 물을 마신다.",
    "Hindi": "मैं हर सुबह पानी पीता हूँ।",
    "Amharic": "በየጠዋቱ ውሃ እጠጣለሁ።",
}
encoding = tiktoken.get_encoding("cl100k_base")
print("         characters  bytes  tokens")
drawing, axes = figure.canvas(height=3.3)
for i, (language, text) in enumerate(sentences.items()):
    sizes = len(text), len(text.encode()), len(encoding.encode(text))
    print("{:8} {:10} {:6} {:7}".format(language, *sizes))
    _, n_bytes, tokens = sizes
    muted = figure.COLOURS["muted"]
    axes.barh(i, n_bytes, 0.7, facecolor="none", edgecolor=muted)
    axes.barh(i, tokens, 0.7, color=figure.COLOURS["accent"])
    label = f"{tokens} tokens, {n_bytes} bytes"
    axes.text(n_bytes + 1, i, label, va="center")
axes.set_yticks(range(len(sentences)), sentences)
axes.invert_yaxis()
axes.set_xlim(0, 90)
axes.set_xticks([])
for side in ("bottom", "left"):
    axes.spines[side].set_visible(False)
axes.tick_params(length=0)

alt = (
    "Nine bars, one for each language. English takes 6 tokens, German "
    "and Spanish a little more, Swahili 15, Hindi 26 and Amharic 39. "
    "An outline around each bar shows the bytes of its sentence."
)
caption = (
    "One sentence in nine languages: Amharic takes nearly one token "
    "for each byte."
)
figure.save(drawing, "languages", alt, caption)
