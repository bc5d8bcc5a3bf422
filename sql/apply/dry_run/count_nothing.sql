-- An after-step works on what batches wrote; a dry run wrote nothing.
set variable counts = map {'rows_read': 0}
