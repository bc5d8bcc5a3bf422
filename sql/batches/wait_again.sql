-- Rows of failed batches that were accepted are to be applied after all: the after-steps behind them, which waited no more,
-- wait again. What has been done of them is answered too: it was done without these rows.
update import_job_batches as b
set waits_for = s.waits_for
from (
  select unnest(
    from_json($steps::json, '[{"table_name": "VARCHAR", "operation": "VARCHAR", "waits_for": ["VARCHAR"]}]'),
    recursive := true)
) as s
where b.job_id = $job_id::uuid
  and b.table_name = s.table_name
  and b.operation = s.operation
  and len(b.waits_for) = 0
  and exists (
    select 1 from import_job_batches as r
    where r.job_id = $job_id::uuid and r.status = 'pending' and r.operation in ('delete', 'insert', 'mend')
      and r.phase < b.phase and list_contains(s.waits_for, r.table_name))
returning b.table_name, b.operation, b.position, b.status, b.key_from, b.key_to
