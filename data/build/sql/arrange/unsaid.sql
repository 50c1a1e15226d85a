-- One row per part of a wide row that says nothing.
select baris, bagian as kolom from tak_terisi
