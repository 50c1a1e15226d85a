-- One row per pair that may be one business; the findings name numbers only.
select
    berkas,
    baris,
    id_b as kunci,
    id_b as nilai,
    'satu baris untuk tiap usaha; mirip dengan ' || id_a as seharusnya
from dugaan_ganda
