-- Who counts as something else in the second state than in the first: one row a business and side,
-- with all that it counts as there. The columns are filled in.
--
-- Businesses are set off against each other by what they count as before anything is asked of
-- their ids: a row of one side that has its equal on the other moves no count, whatever it is
-- called. Where more rows are paired off so than are left, the ids do not hold (a file numbered
-- anew, say), and nothing is made of them.
with lama_padat as (select *, hash({columns}) as isi from lama),

baru_padat as (select *, hash({columns}) as isi from baru),

lama_lain as (
    select l.* from lama_padat as l anti join baru_padat as b using (id_usaha, isi)
),

baru_lain as (
    select b.* from baru_padat as b anti join lama_padat as l using (id_usaha, isi)
),

berurut as (
    select 'lama' as sisi, id_usaha, isi, {columns},
        row_number() over (partition by isi order by id_usaha) as ke
    from lama_lain
    union all
    select 'baru' as sisi, id_usaha, isi, {columns},
        row_number() over (partition by isi order by id_usaha) as ke
    from baru_lain
),

berpasangan as (
    select *, count(*) over (partition by isi, ke) > 1 as sama from berurut
),

banyak as (
    select
        count(*) filter (where sama and sisi = 'lama') as dipasangkan,
        count(*) filter (where not sama) as tersisa
    from berpasangan
)

select
    b.sisi,
    case when m.dipasangkan <= m.tersisa then b.id_usaha end as id_usaha,
    {bare}
from berpasangan as b
cross join banyak as m
where not b.sama
