-- The second half of a split batch, under the next free number of its table and operation. Claims go by
-- position, so no two batches share one: without room behind it, a batch is not cut.
insert into import_job_batches by name
select
  * replace (
    (select max(batch_number) + 1 from import_job_batches as n
      where n.job_id = b.job_id and n.table_name = b.table_name and n.operation = b.operation) as batch_number,
    (b.position + coalesce((
      select min(n.position) from import_job_batches as n
      where n.job_id = b.job_id and n.position > b.position), b.position + 1048576)) // 2 as position,
    $row_from::bigint as row_from,
    $row_to::bigint as row_to,
    $key_from::bigint as key_from,
    $key_to::bigint as key_to,
    $records::bigint as records,
    'pending' as status,
    0 as attempt,
    null as lease_token,
    1 as stride)
from import_job_batches as b
where b.job_id = $job_id::uuid and b.lease_token = $lease_token::uuid
  and not exists (
    select 1 from import_job_batches as n where n.job_id = b.job_id and n.position = b.position + 1)
