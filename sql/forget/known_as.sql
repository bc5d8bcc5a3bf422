-- Rows of a person, who may have been known by another address, or none, when an import changed them.
select t.id::varchar from /* @target */ contact_person as t where /* @person */ true /* @end */
