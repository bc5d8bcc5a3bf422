-- Take the first runnable batch, or the one asked for, in one statement: of two drivers at the same row
-- one wins and the other gets no row or a conflict. The attempt number fences late writers.
update import_job_batches as b
set /* @taken */ status = 'processing' /* @end */
where b.job_id = getvariable('ask').job_id
  and b.position = (
    select (min(c.position, 8))[1 + getvariable('ask').skip]
    from
      import_job_batches as c,
      (
        -- Per phase, the tables that have something left in an earlier one.
        select
          coalesce(list(table_name) filter (where phase < 1), []) as before_1,
          coalesce(list(table_name) filter (where phase < 2), []) as before_2
        from import_job_batches
        where job_id = getvariable('ask').job_id and status <> 'completed'
      ) as left_over
    where c.job_id = getvariable('ask').job_id
      and (
        (c.status = 'pending' and (c.not_before is null or c.not_before <= getvariable('ask').now))
        or (c.status = 'processing' and c.lease_until <= getvariable('ask').now and c.attempt < c.max_attempts))
      and (getvariable('ask').table_name is null or (
        c.table_name = getvariable('ask').table_name
        and c.batch_number = getvariable('ask').batch_number
        and c.operation = getvariable('ask').operation))
      and not case c.phase
        when 0 then false
        when 1 then list_has_any(c.waits_for, left_over.before_1)
        else list_has_any(c.waits_for, left_over.before_2)
      end)
  and exists (
    select 1 from import_jobs
    where job_id = getvariable('ask').job_id and dataset = getvariable('ask').dataset and status = 'processing')
