-- On a line of its own, unless the very lines are there already.
case
  when /* @old */ t.notes /* @end */ is null then /* @new */ s.notes /* @end */
  when /* @new */ s.notes /* @end */ is null
    or contains(chr(10) || /* @old */ t.notes /* @end */ || chr(10), chr(10) || /* @new */ s.notes /* @end */ || chr(10))
  then /* @old */ t.notes /* @end */
  else /* @old */ t.notes /* @end */ || chr(10) || /* @new */ s.notes /* @end */
end
