-- Every version of every entry; the newest one holds. An entry that is withdrawn has no content.
create table riwayat (
    kunci text not null,
    versi integer not null check (versi > 0),
    jenis text not null check (jenis in ('komitmen', 'catatan')),
    isi text,
    peran text not null,
    waktu text not null,
    primary key (kunci, versi)
) strict;

create trigger riwayat_tetap before update on riwayat
begin
    select raise(abort, 'riwayat tidak diubah');
end;

create trigger riwayat_utuh before delete on riwayat
begin
    select raise(abort, 'riwayat tidak dihapus');
end;
