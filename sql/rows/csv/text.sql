coalesce(
  case when regexp_matches(/* @value */ t.city /* @end */, '[",\r\n]')
    then '"' || replace(regexp_replace(/* @value */ t.city /* @end */, '^([\t\r\n]|[\x{FEFF}"]*[=+@＝＋－＠-])', '''\1'), '"', '""') || '"'
    else regexp_replace(/* @value */ t.city /* @end */, '^([\t\r\n]|[\x{FEFF}"]*[=+@＝＋－＠-])', '''\1') end,
  '')
