-- tempat_TABLE: one row per way in which a table's rows name their place, its words first.
-- kode is null when unresolved; aturan, tingkat, seharusnya and langkah when there is nothing to
-- say; kolom is the cell in question, or all of them, tertulis its words as shown.
create temp table tempat_{{ table.name }} (
    {% for word in table.place_columns %}
    {{ word }} varchar,
    {% endfor %}
    kode varchar,
    tingkat varchar,
    aturan varchar,
    langkah varchar,
    seharusnya varchar,
    kolom varchar,
    tertulis varchar
);
