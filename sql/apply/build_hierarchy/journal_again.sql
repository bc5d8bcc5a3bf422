-- What is written now to pages whose former place the import has kept already.
update import_undo as u
set after = to_json(md5(to_json(/* @after */ {'depth': n.depth} /* @end */)::varchar))
from (/* @names */ select * from taxonomy_node /* @end */) as n
where u.job_id = getvariable('batch').job_id
  and u.table_name = getvariable('batch').table_name
  and u.operation = getvariable('batch').operation
  and u.row_key = n.id::varchar
