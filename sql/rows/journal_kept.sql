-- How many rows of a table an import's batches say they added and changed, and of how many its journal knows that.
select
  (select coalesce(sum(inserted), 0)::bigint from import_job_batches
    where job_id = $job_id::uuid and table_name = $table_name::varchar and operation in ('insert', 'mend')) as added,
  (select coalesce(sum(updated + merged), 0)::bigint from import_job_batches
    where job_id = $job_id::uuid and table_name = $table_name::varchar and operation in ('insert', 'mend')) as changed,
  count(*) filter (where before is null) as added_known,
  count(*) filter (where before is not null) as changed_known
from import_undo
where job_id = $job_id::uuid and table_name = $table_name::varchar and operation in ('insert', 'mend')
