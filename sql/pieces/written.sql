-- What an operation of an import has made of each row: as it was before all rounds of it, and as the last one left it.
(
  select
    job_id,
    table_name,
    operation,
    row_key,
    first(before order by batch_number) as before,
    last(after order by batch_number) as after
  from import_undo
  group by all
)
