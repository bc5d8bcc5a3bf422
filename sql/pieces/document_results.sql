-- The documents of an import that its completed batches read and did not refuse: whether each was added or who has its content,
-- the document that is there, or the one of the same import that is still to come.
(
  select coalesce(list({
    'row': s.row_no,
    'filename': s.filename,
    'same_as': case when added.row_no is null then coalesce(there.filename, owner.filename, s.filename) end,
    'repeated': added.row_no is null and owner.filename is not null and coalesce(there.imported_from = s.job_id, true),
    'warnings': coalesce(s.warnings, '[]'::json)
  } order by s.row_no), [])
  from import_staging_document as s
  join import_job_batches as b on b.job_id = s.job_id
    and b.table_name = 'document' and b.operation in ('insert', 'mend')
    and b.status = 'completed' and b.mode not like 'dry_%'
    and s.row_no between b.row_from and b.row_to
  left join import_staging_duplicates as r on r.job_id = s.job_id
    and r.table_name = 'document' and r.row_no = s.row_no
  left join import_staging_document as owner on owner.job_id = s.job_id and owner.row_no = r.owner_row_no
  left join (
    select distinct row_no from import_undo
    where job_id = $job_id::uuid and table_name = 'document' and operation in ('insert', 'mend')
  ) as added on added.row_no = s.row_no
  left join (
    select content_hash, arg_min(filename, id) as filename, arg_min(imported_from, id) as imported_from
    from document
    where content_hash in (select content_hash from import_staging_document where job_id = $job_id::uuid)
    group by content_hash
  ) as there on there.content_hash = s.content_hash
  where s.job_id = $job_id::uuid and s.operation in ('insert', 'mend')
    and s.row_no not in (
      select row_no from import_row_errors
      where job_id = $job_id::uuid and table_name = 'document' and row_no is not null)
)
