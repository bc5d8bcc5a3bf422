-- How many rows there are to mend, by what is wrong with them, and what has become of the others.
select
  (
    select coalesce(list({'table_name': table_name, 'operation': operation, 'code': code, 'column_name': column_name, 'rows': rows}
      order by rows desc, table_name, operation, code, column_name), [])
    from (
      select table_name, operation, code, column_name, count(*) as rows
      from import_row_errors
      where job_id = $job_id::uuid and row_no is not null and operation in ('insert', 'delete')
      group by all
    )
  ) as groups,
  (
    select count(*) from import_row_errors
    where job_id = $job_id::uuid and row_no is not null and operation in ('insert', 'delete') and draft is not null
  ) as drafts,
  (select coalesce(sum(rows), 0)::bigint from import_settled_rows where job_id = $job_id::uuid and state <> 'dismissed') as mended,
  (select coalesce(sum(rows), 0)::bigint from import_settled_rows where job_id = $job_id::uuid and state = 'dismissed') as dismissed,
  (select coalesce(sum(errors), 0)::bigint from import_row_error_counts
    where job_id = $job_id::uuid and operation in ('insert', 'delete')) as not_kept
