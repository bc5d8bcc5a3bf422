-- Mark every staged row whose identity came earlier in the file: it is folded into the first one. Only identities whose
-- hash comes again are compared.
insert into import_staging_duplicates by name
select
  $job_id::uuid as job_id, $table_name::varchar as table_name, 'insert' as operation, row_no, owner_row_no
from (
  select row_no, min(row_no) over (partition by /* @identity */ url /* @end */) as owner_row_no
  from /* @staging */ import_staging_taxonomy_node
  where job_id = $job_id::uuid and operation = 'insert'
    and hash(/* @identity */ url /* @end */) in (
      select hash(/* @identity */ url /* @end */) from /* @staging */ import_staging_taxonomy_node
      where job_id = $job_id::uuid and operation = 'insert'
      group by hash(/* @identity */ url /* @end */)
      having count(*) > 1)
)
where row_no <> owner_row_no
