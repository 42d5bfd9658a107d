"""One short sentence in nine languages, in cl100k_base."""

import tiktoken

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
for language, text in sentences.items():
    sizes = len(text), len(text.encode()), len(encoding.encode(text))
    print("{:8} {:10} {:6} {:7}".format(language, *sizes))
