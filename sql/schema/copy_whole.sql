-- Everything there is, as it was when the transaction began.
copy from database /* @database */ sluice to /* @copy */ the_copy
