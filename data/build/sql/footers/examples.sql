-- Adds to luar_data each row that says of itself that it is an example, in one of its first cells: what
-- numbers the row, or what the business goes by. Further to the right it is a word like others.
insert into luar_data
select baris, 'baris_contoh' as jenis
from {{ source.below }}
where
    baris not in (select baris from luar_data)
    and (
        {% for cell in source.columns[:3] %}
        {% if not loop.first %}or {% endif %}not {{ cell }} between '0' and '9~'
        and regexp_full_match(rapi({{ cell }}), {{ examples | literal }})
        {% endfor %}
    );
