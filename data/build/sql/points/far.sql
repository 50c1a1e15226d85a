-- One row per point that is far from its kelurahan, with the names of that one and the nearest.
select
    t.berkas,
    t.baris,
    'di dalam atau dekat ' || k.nama || '; titik ini paling dekat ke ' || d.nama as seharusnya
from titik_jauh as t
join wilayah as k on k.kode_wilayah = t.kode_kelurahan
join wilayah as d on d.kode_wilayah = t.terdekat
