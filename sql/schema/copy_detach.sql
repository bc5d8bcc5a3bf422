detach /* @copy */ the_copy
