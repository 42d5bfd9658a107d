"""A model of the lessons says which word it holds likeliest."""

from lessoncode.pretrained import lessons

saved = lessons.load("next_token/train")
scores = saved.model([saved.tokenizer.encode("the cat sat on the")])
print(saved.tokenizer.decode([scores.data[0, -1].argmax()]))
