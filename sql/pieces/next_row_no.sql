-- The number of the row that is mended next: behind every row there is.
greatest(
  1000000000000,
  (select coalesce(max(mended_row_no), 0) from import_settled_rows where job_id = $job_id::uuid),
  (select coalesce(max(row_to), 0) from import_job_batches where job_id = $job_id::uuid and operation = 'mend')) + 1
