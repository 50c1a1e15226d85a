-- One row per row of a sheet whose NIK was cut.
select baris from terpotong
