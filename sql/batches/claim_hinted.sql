-- Take one batch by its position, if it is still there to take: what sql/batches/claim.sql looks for was seen
-- to be runnable before.
update import_job_batches as b
set /* @taken */ status = 'processing' /* @end */
where b.job_id = getvariable('ask').job_id
  and b.position = getvariable('ask').hint
  and (
    (b.status = 'pending' and (b.not_before is null or b.not_before <= getvariable('ask').now))
    or (b.status = 'processing' and b.lease_until <= getvariable('ask').now and b.attempt < b.max_attempts))
  and exists (
    select 1 from import_jobs
    where job_id = getvariable('ask').job_id and dataset = getvariable('ask').dataset and status = 'processing')
