-- One row per part of a wide row whose cell is empty, while another cell of the row is not.
select baris, bagian as kolom from tak_terisi
