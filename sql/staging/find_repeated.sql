-- Mark every staged row whose identity came earlier in the file: it is folded into the first one. Hashes first: only
-- rows whose hash repeats are compared whole.
insert into import_staging_duplicates by name
with repeated as (
  select hash(/* @identity */ url /* @end */) as identity_hash
  from /* @staging */ import_staging_taxonomy_node
  where job_id = $job_id::uuid and operation = $operation::varchar and row_no >= $first_row::bigint
  group by identity_hash
  having count(*) > 1
)
select
  $job_id::uuid as job_id, $table_name::varchar as table_name, $operation::varchar as operation, row_no, owner_row_no
from (
  select row_no, min(row_no) over (partition by /* @identity */ url /* @end */) as owner_row_no
  from /* @staging */ import_staging_taxonomy_node
  where job_id = $job_id::uuid and operation = $operation::varchar and row_no >= $first_row::bigint
    and hash(/* @identity */ url /* @end */) in (select identity_hash from repeated)
)
where row_no <> owner_row_no
