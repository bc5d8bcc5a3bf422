-- Writes rows as the lines of a file (RFC 4180): each is whole already and is written as it is, for the database would end lines
-- with a line feed alone and know nothing of spreadsheets.
copy (select concat_ws(',', /* @cells */ t.id /* @end */) || chr(13) from (/* @rows */ select id from contact_person /* @end */) as t)
to $path (format csv, header false, quote '', escape '', delimiter '')
