select extract_number, extract_type as type, null::bigint as bytes, snapshot_date from register_extract
