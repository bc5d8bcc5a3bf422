-- Say which pages this import wrote whose parent does not count.
insert into import_row_errors by name
select
  getvariable('batch').job_id as job_id,
  getvariable('batch').table_name as table_name,
  getvariable('batch').operation as operation,
  '' as file,
  'parent_url' as column_name,
  left(parent_url, 200) as value,
  'parent_cycle' as code,
  concat('parent_url of ', left(url, 200), ' makes a circle with what another import says; it does not count.') as message,
  'conflict' as category
from taxonomy_node
where _job_id = getvariable('batch').job_id
  and list_contains(getvariable('circle'), url)
  and _entity_key between getvariable('batch').key_from and getvariable('batch').key_to
