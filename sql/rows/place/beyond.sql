/* @term */ t._entity_key /* @end */ > /* @place */ 1 /* @end */ or /* @whole */ true /* @end */
