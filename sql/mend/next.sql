-- Where what is mended next begins: behind every row and batch there is.
select
  (select status from import_jobs where job_id = $job_id::uuid) as status,
  greatest(
    1000000000000,
    (select coalesce(max(mended_row_no), 0) from import_settled_rows where job_id = $job_id::uuid),
    (select coalesce(max(row_to), 0) from import_job_batches where job_id = $job_id::uuid and operation = 'mend')) + 1 as first_row,
  (select coalesce(max(phase), 2) from import_job_batches where job_id = $job_id::uuid) + 1 as phase,
  (select coalesce(max(position), 0) from import_job_batches where job_id = $job_id::uuid) + 1048576 as position,
  (select count(*) from import_job_batches where job_id = $job_id::uuid and operation <> 'mend') as planned,
  (select count(*) from import_job_batches where job_id = $job_id::uuid and operation = 'mend') as mended
