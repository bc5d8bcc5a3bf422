case
  when /* @column */ StartDate is not null
    and (length(/* @column */ StartDate) <> 10 or try_strptime(/* @column */ StartDate, '%d-%m-%Y') is null)
  then 'bad_date'
end
