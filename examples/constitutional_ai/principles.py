"""The constitution: for the model a text, for us a program too."""

from pathlib import Path

from lessoncode.worlds import constitution as law

written = Path(__file__).with_name("constitution.txt").read_text()
principles = law.principles(written)

for text in (
    "your violin is awful and you are a beginner so go home",
    "your violin is uneven and you are a beginner so try again",
    "i would rather not talk about your violin",
):
    print(text)
    for number in principles:
        if words := law.breach(text, number):
            print(f"  breaks {number}: {words}")
