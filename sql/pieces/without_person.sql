-- Twice: two that follow each other share what is between them.
regexp_replace(
  regexp_replace(/* @text */ value /* @end */, $pattern::varchar, '\1(forgotten)\2', 'gi'),
  $pattern::varchar, '\1(forgotten)\2', 'gi')
