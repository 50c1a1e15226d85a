-- The place of every cell that a finding is about, in a file whose rows lie in one cell each.
update temuan set posisi = 1 where berkas = $berkas and posisi is not null;
