-- What is true now, and what was true at an extract.

create view enterprise_current as select * from enterprise where _is_current;

create macro enterprise_at(extract_number) as table
  select * from enterprise
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view establishment_current as select * from establishment where _is_current;

create macro establishment_at(extract_number) as table
  select * from establishment
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view denomination_current as select * from denomination where _is_current;

create macro denomination_at(extract_number) as table
  select * from denomination
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view address_current as select * from address where _is_current;

create macro address_at(extract_number) as table
  select * from address
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view contact_current as select * from contact where _is_current;

create macro contact_at(extract_number) as table
  select * from contact
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view activity_current as select * from activity where _is_current;

create macro activity_at(extract_number) as table
  select * from activity
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);

create view branch_current as select * from branch where _is_current;

create macro branch_at(extract_number) as table
  select * from branch
  where _extract_number <= extract_number and (_deleted_at_extract is null or _deleted_at_extract > extract_number);
