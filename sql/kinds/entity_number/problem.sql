case when not regexp_full_match(/* @column */ EntityNumber, '[01]\d{3}\.\d{3}\.\d{3}|[29]\.\d{3}\.\d{3}\.\d{3}') then 'bad_number' end
