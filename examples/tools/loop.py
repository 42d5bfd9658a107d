"""The loop around a model that writes calls."""

# --8<-- [start:loop]
from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk

model = models_of(checkpoints.load("tools/train"))["0"]
FOUND = "the capital of peru is lima [4] . max is near iran"
TOOLS = {
    "calc": desk.calculate,
    "find": desk.search({"peru": FOUND}),
    "send": desk.post,
}


def answered(question, tools, most_calls=5):
    """Let the model speak, and run what it calls, until it answers."""
    talk = [desk.Turn("user", question)]
    for calls_left in range(most_calls, -1, -1):
        (text,) = desk.next_turns(model, [talk])
        talk.append(desk.Turn("assistant", text))
        call = desk.call_in(text)
        if call is None or not calls_left:
            break
        result = tools[call.tool](call.given)
        talk.append(desk.Turn("tool", result))
    return talk


for question in (
    "what is 4 7 + 8 5",
    "what is the capital of peru . send it to max",
):
    for role, text in answered(question, TOOLS):
        print(f"{role:9} {text}")
    print()
# --8<-- [end:loop]
