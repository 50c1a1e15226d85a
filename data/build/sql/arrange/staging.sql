-- mentah_TABLE: one row per part of a sheet's row, under the table's column names, still text.
-- jenis_baris says what a row is that is no row of data; bagian which part of a wide row it is.
create temp table if not exists mentah_{{ table.name }} (
    berkas varchar,
    urut integer,
    bagian varchar,
    baris bigint,
    jenis_baris varchar,
    {% for name in table.names %}
    {{ name }} varchar,
    {% endfor %}
    {% for column in table.columns if column.linked_as %}
    {{ column.linked_as }} varchar,
    {% endfor %}
);
