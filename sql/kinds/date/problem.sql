-- strptime alone would skip blanks, take signs before a number, and know a year 0.
case
  when /* @column */ StartDate is not null
    and not (
      regexp_full_match(/* @column */ StartDate, '\d{2}-\d{2}-(\d{3}[1-9]|\d{2}[1-9]0|\d[1-9]00|[1-9]000)')
      and try_strptime(/* @column */ StartDate, '%d-%m-%Y') is not null)
  then 'bad_date'
end
