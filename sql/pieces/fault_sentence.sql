-- What is wrong with a column's text, in words.
concat(/* @fault */ fault /* @end */.column_name, ' ', case /* @fault */ fault /* @end */.code
  when 'missing_value' then 'is empty, but every row needs it.'
  when 'bad_date' then 'is not a date of the form dd-mm-yyyy.'
  when 'bad_number' then 'is not a number of the form this column has.'
  else 'is not valid.' end)
