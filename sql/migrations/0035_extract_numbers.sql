-- A day written as a number, or a fraction, would be an extract that is not there yet, or another one.
create or replace macro extract_of(moment) as
  case
    when moment is null then null
    when regexp_full_match(moment::varchar, '[0-9]{1,6}([.]0+)?') then try_cast(moment::varchar as integer)
    when try_cast(moment::varchar as date) is null then error('An extract is meant by its number or by a day, such as date ''2025-02-01''; a number has six digits at the most.')
    else (
      select max(extract_number) from register_extract
      where snapshot_date <= try_cast(moment::varchar as date))::integer
  end;
comment on macro extract_of is 'Number of the extract that a number or a day means: of a day the last whose snapshot is not after it.';
