-- Completed batches in which a row read is in no count, or in two.
select
  b.job_id, j.title, j.status, b.table_name, b.operation,
  abs(sum(b.rows_read) - sum(b.accounted))::bigint as count,
  concat(sum(b.rows_read), ' rows read, ', sum(b.accounted), ' accounted for') as detail
from (
  select *,
    case operation
      when 'delete' then matched + unmatched + duplicates + failed_rows
      when 'mend' then inserted + updated + merged + skipped + unchanged + duplicates + failed_rows + matched + unmatched
      else inserted + updated + merged + skipped + unchanged + duplicates + failed_rows
    end as accounted
  from import_job_batches
  where status = 'completed' and ($job_id::uuid is null or job_id = $job_id::uuid)
) as b
join import_jobs as j using (job_id)
group by b.job_id, j.title, j.status, b.table_name, b.operation, j.started_at
having sum(b.rows_read) <> sum(b.accounted)
order by j.started_at, min(b.position)
