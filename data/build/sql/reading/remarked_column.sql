-- One row: the column of the table that stands where a reader's remark points, if any does.
select (select any_value(kolom) from letak where berkas = $berkas and k = $posisi) as kolom
