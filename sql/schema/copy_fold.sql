-- What is only in the copy's log goes into its file, so that there is one file; once nobody who looks at all databases
-- is looking at it.
force checkpoint /* @copy */ the_copy
