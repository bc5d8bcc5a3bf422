-- What codes mean, in the language that is asked for, else in one that the register has.
select c.category, c.code, arg_min(c.description, case upper(c.language)
    when upper($language::varchar) then 0 when 'EN' then 1 when 'NL' then 2 when 'FR' then 3 else 4 end) as description
from (
  select distinct pair[1] as category, pair[2] as code
  from unnest(from_json($codes::varchar, '[["VARCHAR"]]')) as u(pair)
) as asked
join code as c on c.category = asked.category and c.code = asked.code
where c.description is not null
group by c.category, c.code
