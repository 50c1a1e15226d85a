-- One row: the answers of a column that nobody knows, the most frequent first with their counts (null
-- where all are known), and how many cells are blank, in rows of data.
with isi as (
    select {{ cell }} as sel
    from {{ source.below }}
    where baris in (
        select baris
        from mentah_{{ source.table.name }}
        where berkas = $berkas and jenis_baris is null
    )
),

jawaban as (
    select unnest({{ parts }}) as kata from isi
),

asing as (
    select left(kata, {{ longest }}) as kata, count(*) as banyak
    from jawaban
    where not list_contains({{ known }}, kata)
    group by 1
    order by banyak desc, kata
    limit {{ shown }}
)

select
    (select string_agg('''' || kata || ''' ' || banyak, ', ' order by banyak desc, kata) from asing) as asing,
    (select count(*) from isi where sel is null) as kosong;
