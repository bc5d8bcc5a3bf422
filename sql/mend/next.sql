-- Where what is mended next begins: behind every row and batch there is.
select
  /* @next_row_no */ 0 /* @end */ as first_row,
  (select coalesce(max(phase), 2) from import_job_batches where job_id = $job_id::uuid) + 1 as phase,
  (select coalesce(max(position), 0) from import_job_batches where job_id = $job_id::uuid) + 1048576 as position,
  (select count(*) from import_job_batches where job_id = $job_id::uuid and operation <> 'mend') as planned,
  (select count(*) from import_job_batches where job_id = $job_id::uuid and operation = 'mend') as mended
