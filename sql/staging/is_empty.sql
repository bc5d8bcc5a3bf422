select not exists (select 1 from /* @target */ enterprise) as empty
