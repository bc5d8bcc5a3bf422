-- Blocks hold deleted rows beside others until they are written anew.
select coalesce(sum(count), 0) > (select count(*) from /* @table */ contact) as any_left
from pragma_storage_info(/* @name */ 'contact' /* @end */)
where column_id = 0 and segment_type <> 'VALIDITY'
