-- What an import is closed with: its batches' counts, what its targets say was done to them, its row errors, what is without
-- a current row, and what became of its documents.
select
  (select coalesce(list(l), []) from (/* @losing */ select '' as job_id where $dataset::varchar is null /* @end */) as l) as losing,
  (select coalesce(list(b), []) from (/* @books */ select 'activity' as table_name /* @end */) as b) as books,
  (select coalesce(list(d), []) from (/* @done */ select 'activity' as table_name, 0 as opened, 0 as closed /* @end */) as d) as done,
  (select coalesce(sum(errors), 0)::bigint from (/* @errors */ select 0 as errors where $job_id::uuid is not null /* @end */)) as row_errors,
  (select count(*) from import_job_batches where job_id = $job_id::uuid and status <> 'completed') as failed_batches,
  (/* @documents */ null /* @end */) as documents
