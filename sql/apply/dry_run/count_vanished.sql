-- What a full extract would close in one range of keys.
set variable counts = (
  select map {'closed': count(*)}
  from /* @target */ activity as t
  where /* @vanished */ t._is_current /* @end */
)
