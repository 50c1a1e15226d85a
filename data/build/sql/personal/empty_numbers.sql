-- Empties a number that may be missing where it cannot be one.
update {{ staged }}
set {{ column }} = null
where {{ broken }}({{ column }});
