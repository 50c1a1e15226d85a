-- tak_terisi: one row per part of a wide row whose cell is empty, while another cell of the row is
-- not. A row of which every cell is empty stays as it is, to be refused.
create or replace temp table tak_terisi as
select baris, bagian
from mentah_{{ table.name }}
where berkas = $berkas
    and jenis_baris is null
    and {{ value }} is null
    and baris in (
        select baris from mentah_{{ table.name }} where berkas = $berkas and {{ value }} is not null
    );
