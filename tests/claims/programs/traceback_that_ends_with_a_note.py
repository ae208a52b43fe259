import traceback

error = ValueError("no such tree")
error.add_note("a note")
print(traceback.format_exception(error)[-1].splitlines()[-1])
