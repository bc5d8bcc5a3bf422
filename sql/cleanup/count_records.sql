-- What is kept of an import beside its own row: batches, files, row errors, audit lines.
select
  (select count(*) from import_job_batches where job_id = $job_id::uuid)
    + (select count(*) from import_job_files where job_id = $job_id::uuid)
    + (select count(*) from import_row_errors where job_id = $job_id::uuid)
    + (select count(*) from import_row_error_counts where job_id = $job_id::uuid)
    + (select count(*) from import_settled_rows where job_id = $job_id::uuid)
    + (select count(*) from import_staging_duplicates where job_id = $job_id::uuid)
    + (select count(*) from import_audit where job_id = $job_id::uuid) as rows
