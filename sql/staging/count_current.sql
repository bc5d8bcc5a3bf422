select count(*) as rows from /* @target */ enterprise where _is_current
