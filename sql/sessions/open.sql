insert into sessions by name
select
  $id_hash::varchar as id_hash,
  $key_name::varchar as key_name,
  $fingerprint::varchar as fingerprint,
  $made_at::timestamp as made_at,
  $ends_at::timestamp as ends_at,
  $made_at::timestamp as last_seen_at
