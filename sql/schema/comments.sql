-- What is said of every table, view, column and function.
select 'TABLE' as what, table_name as name, comment from duckdb_tables() where not internal and comment is not null
union all
select 'COLUMN' as what, concat(table_name, '.', column_name) as name, comment
from duckdb_columns() where not internal and comment is not null
union all
select 'VIEW' as what, view_name as name, comment from duckdb_views() where not internal and comment is not null
union all
select if(function_type = 'macro', 'MACRO', 'MACRO TABLE') as what, function_name as name, comment
from duckdb_functions() where not internal and comment is not null
