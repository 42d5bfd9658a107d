"""All that the published pages say besides their own texts, in one place."""

# The head of a lesson page, and doors
EXERCISES_TOO = "; and {}"
PREREQUISITES = "Prerequisites"
NO_PREREQUISITES = "none"
DOORS = "{} ways to start"

# Examples
CODE = "Code"
DATA_AND_CODE = "Data and code"
OUTPUT = "Output"
OUTPUT_OF = "Output of {}"
STEP_1 = "Step 1 of {}: line {} sets {}."
BEFORE_STEP_1 = "Before step 1 of {}: {}."
AND_MORE = " and {} more"
OF_LENGTH = "{} of {}"

# Guesses and questions
GUESS = "Guess first"
YOUR_GUESS = "Your guess"
A_NUMBER = "a number from {} to {}"
ANSWER = "Answer"
SHOW_ANSWER = "Show the answer"
QUESTION = "Question {} of {}"
QUESTION_ALONE = "Question"
RIGHT = "Right."
WRONG = "Wrong."
EVIDENCE = "Evidence"
THE_OUTPUT_OF = "the output of {}"
THIS_PASSAGE = "this passage"
ON_THE_PAGE = "on the page “{}”"

# Exercises
EXERCISE = "Exercise {} of {}"
EXERCISE_ALONE = "Exercise"
HINT = "Hint {} of {}"
HINT_ALONE = "Hint"
SOLUTION = "A solution"

# Labs
DOWNLOAD_LAB = "Download this lab as a notebook"
OPEN_IN_COLAB = "Open in Colab"
OPEN_IN_KAGGLE = "Open in Kaggle"
FIRST_CELL = (
    "The first cell of the notebook installs what is missing where you run it. "
    "In a clone of the project, it installs nothing."
)
HOW_TO_RUN = "Read [how to run a lab]({})."

# What has moved, and what only the published site has
MOVED_FROM_HERE = "This page once had these sections, which have moved: {}."
ONLINE_ONLY = 'This needs scripts and Python. <a href="{}">Use it on the published site.</a>'

# The book
ANSWERS = "Answers"
HINTS_AND_SOLUTIONS = "Hints and solutions"
TO_THE_ANSWER = "The answer"
TO_THE_SOLUTION = "Hints and a solution"
BACK = "Back to the text"
GUESS_A_NUMBER = "Guess a number from {} to {}."
