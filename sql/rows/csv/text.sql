coalesce(
  case when regexp_matches(/* @value */ t.city /* @end */, '[",\r\n]')
    then '"' || replace(regexp_replace(/* @value */ t.city /* @end */, '^([=+@\t\r-])', '''\1'), '"', '""') || '"'
    else regexp_replace(/* @value */ t.city /* @end */, '^([=+@\t\r-])', '''\1') end,
  '')
