-- sama_TABLE: one row per part that a later file says again, and where it was last said: it counts
-- as said then.
create temp table sama_{{ table.name }} (
    berkas varchar,
    baris bigint,
    bagian varchar,
    di struct(urut integer, berkas varchar, baris bigint)
);

-- sidik: one row per hash that several parts have. A hash finds the candidates, and most sheets
-- have none; the cells themselves decide.
create or replace temp table sidik as
select hash({{ table.names }}) as sidik
from {{ staged }}
where jenis_baris is null
group by 1
having count(*) > 1;

select exists (from sidik);
