-- Look at a part of the batch's rows only.
set variable batch = struct_update(
  getvariable('batch'), row_from := $row_from::bigint, row_to := $row_to::bigint)
