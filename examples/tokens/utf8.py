"""A character is one to four bytes in UTF-8."""

for character in "Aé雨🌧":
    numbers = list(character.encode())
    print(f"{numbers!s:22}", character)
