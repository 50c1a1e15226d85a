insert into riwayat (kunci, versi, jenis, isi, peran, waktu)
values (:kunci, :versi, :jenis, :isi, :peran, :waktu);
