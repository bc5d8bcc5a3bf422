contains(
  strip_accents(lower(concat_ws(' ', /* @text */ t.city /* @end */))),
  strip_accents(lower(/* @word */ $word_0::varchar /* @end */)))
