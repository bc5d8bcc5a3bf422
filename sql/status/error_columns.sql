-- What the rows that could not be used were made of: their headers in the order of first appearance, and how many
-- tables they are of. Rows of one file have the same headers, so few lists are looked at.
with headers as (
  select
    json_keys(record) as names,
    min({'table_name': table_name, 'operation': operation, 'file': file, 'row_no': coalesce(row_no, 0)}) as first_row
  from import_row_errors
  where job_id = $job_id::uuid
    and ($table_name::varchar is null or table_name = $table_name::varchar)
    and ($code::varchar is null or code = $code::varchar)
  and code not in (select unnest(from_json($without::json, '["VARCHAR"]')))
    and json_type(record) = 'OBJECT'
  group by names
)
select
  (
    select coalesce(list(name order by first_place), [])
    from (
      select name, min({'row': first_row, 'place': place}) as first_place
      from (
        select unnest(names) as name, generate_subscripts(names, 1) as place, first_row from headers
      )
      group by name
    )
  ) as columns,
  (
    select count(distinct table_name)
    from import_row_errors
    where job_id = $job_id::uuid
      and ($table_name::varchar is null or table_name = $table_name::varchar)
      and ($code::varchar is null or code = $code::varchar)
  and code not in (select unnest(from_json($without::json, '["VARCHAR"]')))
  ) as tables,
  -- Rows of an earlier release have no number they could be found by.
  exists (
    select 1
    from import_row_errors
    where job_id = $job_id::uuid and faults is not null and row_no is not null
      and ($table_name::varchar is null or table_name = $table_name::varchar)
      and ($code::varchar is null or code = $code::varchar)
  ) as numbered
