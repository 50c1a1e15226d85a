-- What a row without a number of its own is known by: its place in a file of this content.
-- ``row`` names the row's table; ``l`` is the sheet (``lembar``) that it stands in.
{% macro in_its_file(row) %}
left(l.sha256, 12) || regexp_extract(l.berkas, '( \[.*)?$') || ', baris ' || {{ row }}.baris
{%- endmacro %}
