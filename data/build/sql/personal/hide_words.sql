-- Cuts out of the free words of a column what a person is known by.
update {{ staged }}
set {{ column }} = tanpa_pribadi({{ column }})
where jenis_baris is null and tampak_pribadi({{ column }});
