-- How many commitments were ever made.
select count(distinct kunci) from riwayat where jenis = 'komitmen';
