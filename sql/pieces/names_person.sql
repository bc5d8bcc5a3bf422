-- Whether a text holds an address, in any case, or the digits of a number, however they are set apart within a cell.
coalesce(contains(lower(/* @text */ coalesce(value, '') /* @end */), $email::varchar), false)
or coalesce(contains(
  regexp_replace(/* @text */ coalesce(value, '') /* @end */, '[^0-9"]', '', 'g'), $digits::varchar), false)
