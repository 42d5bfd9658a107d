"""Texts that every tokenizer must agree on, and random ones."""

from hypothesis import strategies as st

SAMPLES = [
    "",
    "a",
    "Artificial intelligence",
    " Artificial intelligence",
    "The cat sat on the mat. It's what they'd DONE; WE'LL SEE, 'tis isn'T 'ſ 'S",
    "strawberry Strawberry STRAWBERRY st-raw-ber-ry",
    "1 22 333 4444 1234567890 3.14159 -2e-10 ½ ² Ⅻ ٣٤٥ १२३ 1,000,000",
    "def f(x):\n\tif x:\r\n        return [i ** 2 for i in range(x)]  # ok\n\n\n    ",
    "{\"key\": [null, true, 0x1F]}\\n<a href='#'>&amp;</a> $x_{i}^2$ ///// ===== ----",
    " \t\n \r\n\r \x0b\x0c\x85\xa0\u2003\u2028\u2029\u3000x\u200b \ufeff ",
    "\x00\x01\x1b[0m\x7f\x80\x9f",
    "Zażółć gęślą jaźń. Größe! Ça va? Ünïcødé ŒUVRE naïve café cafe\u0301",
    "Привет, мир! Γειά σου Κόσμε. Բարեւ աշխարհ",
    "שלום עולם \u202eRTL\u202c مرحبا بالعالم ١٢٣",
    "नमस्ते दुनिया สวัสดีชาวโลก வணக்கம் ສະບາຍດີ",
    "你好，世界。こんにちは世界！안녕하세요 세계 𠮷野家 ｆｕｌｌｗｉｄｔｈ",
    "👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇫🇷 1️⃣ ❤️ ☃ 𝕬𝖇𝖈 🜁 z̷̢͚̈a̶̝͘l̵̰̕g̴̜͝o̶̤͒",
    "\U0010ffff\ue000\ufffe\ufffd\U000f0000",
    "supercalifragilisticexpialidocious" * 8,
]
CORPUS = "\n".join(SAMPLES * 2)

ANY = st.text(st.characters(exclude_categories=["Cs"]))  # also what no one has defined yet
# Other programs' tables of Unicode are younger or older than ours. All know what this Python's
# know.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cn"])
TEXTS = st.lists(
    st.one_of(
        st.text(CHARACTERS),
        st.text("ab '\n\r\t1é.世🏽\u0301\u200d"),
        st.sampled_from(SAMPLES),
        st.sampled_from(" \n\t1aA漢").flatmap(lambda c: st.integers(1, 300).map(lambda n: c * n)),
    ),
    max_size=4,
).map("".join)
