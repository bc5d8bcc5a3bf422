-- Of any other import that is no question.
true as staged, false as passed
