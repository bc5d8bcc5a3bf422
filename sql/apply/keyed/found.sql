-- The rows of a stride that its journal has: what it adds, and what it changes.
(
  select batch_number, row_no, row_key::uuid as id, before is not null as changed
  from import_undo
  where job_id = getvariable('batch').job_id
    and table_name = getvariable('batch').table_name
    and operation = getvariable('batch').operation
    and row_no between getvariable('batch').row_from and getvariable('batch').row_to
)
