-- One row: of each cell, its first different values, with commas between them.
select
    {% for cell in cells %}
    (
        select string_agg(isi, ', ' order by pertama)
        from (
            select tanpa_pribadi(rapi({{ cell }})) as isi, min(baris) as pertama
            from {{ below }}
            where rapi({{ cell }}) is not null
            group by 1
            order by pertama
            limit $banyak
        )
    ) as {{ cell }},
    {% endfor %}
;
