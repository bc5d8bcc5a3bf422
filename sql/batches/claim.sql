-- Take a run of adjacent runnable batches of one table and operation, or the one asked for, in one statement: of two
-- drivers at the same row one wins and the other gets no row or a conflict.
update import_job_batches as b
set /* @taken */ stride = run.batches /* @end */
from (
  with left_over as (
    -- No more of a wide row than is asked for below: this is looked at twice.
    select
      position, table_name, operation, mode, phase, batch_number, waits_for, status, not_before, lease_until,
      attempt < max_attempts as attempts_left, stride, records, row_from, row_to, key_from, key_to
    from import_job_batches
    where job_id = getvariable('ask').job_id and status <> 'completed'
      -- What an after-step has left out, or the import was closed without, holds nothing up.
      and not (status = 'failed' and (operation = 'embed' or abandoned is not null))
  ),
  held as (
    -- The tables a stride is at work on.
    select
      list_concat(getvariable('ask').busy, coalesce(map_keys(histogram(table_name) filter (
        where status = 'processing' and lease_until > getvariable('ask').now
          and operation in ('insert', 'mend', 'build_hierarchy')
          and list_contains(getvariable('ask').one_at_a_time, table_name))), [])) as busy
    from left_over
  ),
  earliest as (
    -- The phase each table has something left in.
    select coalesce(map_from_entries(list((table_name, phase))), map {}) as phases
    from (select table_name, min(phase) as phase from left_over group by table_name)
  ),
  runnable as (
    select c.*
    from left_over as c, held, earliest
    where (
        (c.status = 'pending' and (c.not_before is null or c.not_before <= getvariable('ask').now))
        or (c.status = 'processing' and c.lease_until <= getvariable('ask').now and c.attempts_left))
      and (getvariable('ask').table_name is null or (
        c.table_name = getvariable('ask').table_name
        and c.batch_number = getvariable('ask').batch_number
        and c.operation = getvariable('ask').operation))
      and not (c.operation in ('insert', 'mend', 'build_hierarchy') and list_contains(held.busy, c.table_name))
      and len(list_filter(c.waits_for, lambda name: coalesce(phases[name] < c.phase, false))) = 0
  ),
  first as (
    select position, table_name, operation, mode
    from runnable
    order by position
    limit 1 offset getvariable('ask').skip
  )
  /* @run */ select position, 1 as batches from first /* @end */
) as run
where b.job_id = getvariable('ask').job_id
  and b.position = run.position
  and exists (
    select 1 from import_jobs
    where job_id = getvariable('ask').job_id and dataset = getvariable('ask').dataset and status = 'processing')
