-- One batch a call, or the one asked for by name.
select position, 1 as batches from first
