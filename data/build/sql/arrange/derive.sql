-- Gives rows without their own number one that the same words always give.
{% set words %}
{% for part in parts %}lower({{ part }}){% if not loop.last %}, {% endif %}{% endfor %}
{% endset %}
update mentah_{{ table.name }}
set {{ column.name }} = 'g' || left({{ hashed('concat_ws(chr(31), ' ~ words ~ ')') | sql }}, 12)
where berkas = $berkas
    and {{ column.name }} is null
    and jenis_baris is null
    and coalesce({{ words | sql }}) is not null;
{% if column.linked_as %}

update mentah_{{ table.name }}
set {{ column.linked_as }} = {{ linked(column, soft(column)) | sql }}
where berkas = $berkas;
{% endif %}
