-- Take a run of adjacent runnable batches of one table and operation, or the one asked for, in one statement: of two
-- drivers at the same row one wins and the other gets no row or a conflict. How long a run takes is known from what
-- was done: its length goes for the time that is wanted, and grows at most fourfold from one stride to the next.
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
  ),
  held as (
    -- Per phase, the tables that have something left in an earlier one; and those a stride is at work on.
    select
      coalesce(map_keys(histogram(table_name) filter (where phase < 1)), []) as before_1,
      coalesce(map_keys(histogram(table_name) filter (where phase < 2)), []) as before_2,
      list_concat(getvariable('ask').busy, coalesce(map_keys(histogram(table_name) filter (
        where status = 'processing' and lease_until > getvariable('ask').now
          and operation in ('insert', 'build_hierarchy')
          and list_contains(getvariable('ask').one_at_a_time, table_name))), [])) as busy
    from left_over
  ),
  runnable as (
    select c.*
    from left_over as c, held
    where (
        (c.status = 'pending' and (c.not_before is null or c.not_before <= getvariable('ask').now))
        or (c.status = 'processing' and c.lease_until <= getvariable('ask').now and c.attempts_left))
      and (getvariable('ask').table_name is null or (
        c.table_name = getvariable('ask').table_name
        and c.batch_number = getvariable('ask').batch_number
        and c.operation = getvariable('ask').operation))
      and not (c.operation in ('insert', 'build_hierarchy') and list_contains(held.busy, c.table_name))
      and not case c.phase
        when 0 then false
        when 1 then list_has_any(c.waits_for, held.before_1)
        else list_has_any(c.waits_for, held.before_2)
      end
  ),
  first as (
    select position, table_name, operation, mode
    from runnable
    order by position
    limit 1 offset getvariable('ask').skip
  ),
  done as (
    select max_by({'batches': b.stride, 'ms': b.stride * b.duration_ms}, b.completed_at) as latest
    from import_job_batches as b join first using (table_name, operation)
    where b.job_id = getvariable('ask').job_id and b.status = 'completed' and b.stride is not null
  ),
  wanted as (
    select
      case
        when getvariable('ask').target_ms <= 0 then 1
        when latest is null then 10
        else greatest(1, least(
          4 * latest.batches, floor(latest.batches * getvariable('ask').target_ms / greatest(latest.ms, 0.1)), 10000))
      end as batches,
      -- Before anything is known: few rows, and one step of what has no rows to count.
      case when latest is null then 20000 end as records
    from done
  ),
  adjacent as (
    select
      r.position,
      count(*) over so_far as place,
      min(if(r.stride is null, 10000, greatest(1, r.stride // 2))) over so_far as most,
      sum(if(r.records = 0, 5000, r.records)) over so_far as records,
      count(*) filter (where r.apart) over so_far as gaps
    from (
      select
        c.*,
        coalesce(
          c.row_from <> lag(c.row_to) over in_order + 1 or c.key_from <> lag(c.key_to) over in_order + 1,
          false) as apart
      from (
        select c.*
        from runnable as c join first as f using (table_name, operation, mode)
        where c.position >= f.position
        order by c.position
        limit (select least(batches, getvariable('ask').most)::bigint from wanted)
      ) as c
      window in_order as (order by c.position)
    ) as r
    window so_far as (order by r.position)
  ),
  chosen as (
    select a.position
    from adjacent as a, wanted as w
    where a.gaps = 0
      and a.place <= least(a.most, getvariable('ask').most)
      and (a.place = 1 or (a.place <= w.batches and (w.records is null or a.records <= w.records)))
  )
  select position, (select count(*) from chosen)::integer as batches from chosen
) as run
where b.job_id = getvariable('ask').job_id
  and b.position = run.position
  and exists (
    select 1 from import_jobs
    where job_id = getvariable('ask').job_id and dataset = getvariable('ask').dataset and status = 'processing')
