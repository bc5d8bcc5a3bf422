-- As many batches behind the first as make a stride. How long they take is known from what was done: their number goes
-- for the time that is wanted, and grows at most fourfold from one stride to the next.
select position, batches
from (
  with done as (
    select max_by({'batches': b.stride, 'ms': b.stride * b.duration_ms}, b.completed_at) as latest
    from import_job_batches as b join first using (table_name, operation)
    where b.job_id = getvariable('ask').job_id and b.status = 'completed' and b.stride is not null
  ),
  wanted as (
    select
      case
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
        limit (select batches::bigint from wanted)
      ) as c
      window in_order as (order by c.position)
    ) as r
    window so_far as (order by r.position)
  ),
  chosen as (
    select a.position
    from adjacent as a, wanted as w
    where a.gaps = 0
      and a.place <= a.most
      and (a.place = 1 or (a.place <= w.batches and (w.records is null or a.records <= w.records)))
  )
  select position, (select count(*) from chosen)::integer as batches from chosen
) as stride
