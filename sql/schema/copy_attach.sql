-- The file that becomes a copy of the database; it is made where there is none.
attach /* @path */ 'copy.duckdb' /* @end */ as /* @copy */ the_copy
