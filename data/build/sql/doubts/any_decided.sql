-- Whether somebody has decided about a place of a row of this table: most often nobody has.
select exists (from keputusan where jenis = 'wilayah' and tabel = $tabel);
