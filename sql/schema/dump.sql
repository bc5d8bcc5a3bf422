-- The text of every table, view and macro, and what is said of them, in an order that does not depend on when they were
-- made.
select sql from (
  select 1 as kind, table_name as name, sql from duckdb_tables() where not internal
  union all
  select 2 as kind, view_name as name, sql from duckdb_views() where not internal
  union all
  select
    if(function_type = 'macro', 3, 4) as kind,
    function_name as name,
    concat('CREATE MACRO ', function_name, '(', array_to_string(parameters, ', '), ') AS ',
      if(function_type = 'table_macro', 'TABLE ', ''), macro_definition, ';') as sql
  from duckdb_functions() where not internal and function_type in ('table_macro', 'macro')
  union all
  select 5 as kind, name, concat('COMMENT ON ', what, ' ', name, ' IS ''', replace(comment, '''', ''''''), ''';') as sql
  from (/* @comments */ select 'TABLE' as what, 'activity' as name, 'Activities.' as comment /* @end */)
)
order by kind, name
