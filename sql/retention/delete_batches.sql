-- Every completed batch but the first of its table and operation.
delete from import_job_batches as b
where b.status = 'completed'
  and list_contains(from_json($jobs::varchar, '["UUID"]'), b.job_id)
  and exists (
    select 1 from import_job_batches as f
    where f.job_id = b.job_id and f.table_name = b.table_name and f.operation = b.operation
      and f.status = 'completed' and f.position < b.position)
