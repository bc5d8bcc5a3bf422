-- What was there comes first; an item that is there already is not added again.
case
  when /* @old */ t.tags /* @end */ is null then /* @new */ s.tags /* @end */
  when /* @new */ s.tags /* @end */ is null then /* @old */ t.tags /* @end */
  else /* @old */ t.tags /* @end */ || list_filter(
    /* @new */ s.tags /* @end */, lambda item: not list_contains(/* @old */ t.tags /* @end */, item))
end
