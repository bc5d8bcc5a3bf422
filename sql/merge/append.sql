-- Each on lines of its own, unless these very lines are there already. Notes of several rows come with a record
-- separator between them, as the folding of repeated rows leaves them.
case
  when /* @new */ s.notes /* @end */ is null then /* @old */ t.notes /* @end */
  else list_reduce(
    list_filter(
      [/* @old */ t.notes /* @end */] || string_split(/* @new */ s.notes /* @end */, chr(30)),
      lambda note: note is not null),
    lambda kept, more: case
      when contains(chr(10) || kept || chr(10), chr(10) || more || chr(10)) then kept
      else kept || chr(10) || more
    end)
end
