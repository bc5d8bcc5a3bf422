-- What is only in the copy's log goes into its file, so that there is one file.
checkpoint /* @copy */ the_copy
