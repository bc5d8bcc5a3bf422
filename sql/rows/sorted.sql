-- The same in another order.
/* @rows */ select t.id from contact_person as t /* @end */
order by /* @order */ t.id /* @end */
