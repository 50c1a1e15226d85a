-- One row: the largest number of a column by its digits alone, and how many cells have any.
with sel as (
    {% for cell in cells %}
    select try_cast(regexp_replace(regexp_replace(rapi({{ cell }}), '[.,]0{1,2}$', ''), '\D', '', 'g') as double) as isi
    from {{ below }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select coalesce(max(isi), 0) as terbesar, count(isi) as banyak from sel;
