-- Counted while new, known and changed can still be told apart, and kept for the statement that completes.
set variable counts = (
  select list({'position': counted.position, 'counts': counted.counts})
  from (/* @counts */ select 1 as position, map {'rows_read': 1} as counts /* @end */) as counted
)
