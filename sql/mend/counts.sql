-- How many rows there are to mend, by what is wrong with them and what they say there, and what has become of the others.
with refused as (
  select table_name, operation, code, column_name, value, draft is not null as drafted,
    draft is not null and json_array_length(draft_faults) = 0 as ready
  from import_row_errors
  where job_id = $job_id::uuid and row_no is not null and operation in ('insert', 'delete')
),
said as (
  select table_name, operation, code, column_name, value, count(*) as rows, count(*) filter (where drafted) as drafts,
    count(*) filter (where ready) as ready
  from refused
  group by all
),
alike as (
  select table_name, operation, code, column_name, sum(rows)::bigint as rows, sum(drafts)::bigint as drafts, sum(ready)::bigint as ready,
    -- What is kept of a longer value is not all of it.
    coalesce(list({'value': value, 'rows': rows - drafts} order by rows - drafts desc, value)
      filter (where rows > drafts and coalesce(length(value), 0) < 200), [])[1:20] as most
  from said
  group by all
)
select
  (
    select coalesce(list({'table_name': table_name, 'operation': operation, 'code': code, 'column_name': column_name, 'rows': rows,
      'drafts': drafts, 'ready': ready, 'values': most} order by rows desc, table_name, operation, code, column_name), [])
    from alike
  ) as groups,
  (select coalesce(sum(drafts), 0)::bigint from alike) as drafts,
  (select coalesce(sum(ready), 0)::bigint from alike) as ready,
  (select coalesce(sum(rows), 0)::bigint from import_settled_rows where job_id = $job_id::uuid and state <> 'dismissed') as mended,
  (select coalesce(sum(rows), 0)::bigint from import_settled_rows where job_id = $job_id::uuid and state = 'dismissed') as dismissed,
  (select coalesce(sum(errors), 0)::bigint from import_row_error_counts
    where job_id = $job_id::uuid and operation in ('insert', 'delete')) as not_kept
