-- Remove the parts of rows the import had added and that are gone now; a row that was kept keeps its own.
delete from /* @parts */ document_chunk
where /* @owner */ document_id in (
    select row_key::uuid from import_undo
    where job_id = $job_id::uuid
      and table_name = $table_name::varchar
      and operation = $operation::varchar
      and hash(row_key) % 10000000000 between $key_from and $key_to
      and ($row_to::bigint = 0 or row_no between $row_from::bigint and $row_to::bigint)
      and before is null)
  and /* @owner */ document_id not in (select id from /* @target */ document)
