"""Metode: definitions, sources, the ledger of counts, and how small cells are protected."""

import streamlit as st

from analysis.definitions.selection import CITY_NAME
from pages.parts import corrections, method

st.title("Metode")
st.markdown("Dari mana tiap angka, apa artinya, dan apa yang tidak dapat dikatakannya.")

st.subheader("Definisi indikator")
method.show_entries()

st.subheader(f"Berapa UMKM di {CITY_NAME}? Catatan semua angka")
st.markdown(
    "Angka yang pernah diumumkan berbeda-beda karena dasar hitungnya berbeda. "
    "Tidak satu pun dihapus dari catatan ini."
)
method.show_ledger()

st.subheader("Koreksi angka terbit")
st.markdown(
    "Angka terbit yang kemudian diubah. Sel yang dirahasiakan, dan data nyata yang menggantikan "
    "data sintetis, tidak termasuk."
)
corrections.show()

st.subheader("Bolehkah koreksi terbit hari ini, dan apa yang dilihat pembaca?")
st.markdown(
    "Koreksi boleh terbit kapan saja. Tiap tabel memutuskan sendiri, sebagai satu kesatuan. Ia "
    "**mengambil angka baru** bila pada setiap barisnya tidak ada atau paling sedikit sepuluh "
    "usaha yang berubah, di kedua sisi jawaban, dibanding semua yang pernah terbit, dan bila "
    "tabel totalnya juga berubah. Selain itu ia **menyimpan angka dan tanggalnya**, dan barisnya "
    "menunggu. Jadi satu koreksi tidak terlihat di mana pun; lima puluh biasanya mengubah sebagian "
    "besar angka kota; tabel kelurahan umumnya menunggu periode berikutnya. Yang pernah terbit "
    "tidak pernah menjadi **x**."
)
st.markdown(
    "Bila tabel satu periode berbeda tanggal, tiap tabel menyebutnya: *angka per 14 Juli 2026*. "
    "Tabel dengan tanggal berbeda tidak selalu berjumlah; angka turunan memakai tanggal yang "
    "tertua. Versi yang ditarik tertutup di semua alamat dan menyebut alasannya."
)

st.subheader("Fakta terbit 24 Juni 2022")
method.show_facts()

st.subheader("Acuan terbit")
st.markdown("Dipakai sebagai pembanding hanya bila semesta dan definisinya sepadan.")
method.show_benchmarks()

st.subheader("Data sintetis")
st.markdown(
    "Selama belum ada berkas nyata, isi gudang adalah populasi buatan. Jumlah Juni 2022 menurut "
    "skala dan tujuh eksportirnya sama dengan yang diumumkan kota; pembagian menurut kecamatan, "
    "tingkat adopsi dan semua tahun sesudahnya dibuat-buat. Berkas nyata pertama menggantikan "
    "semuanya."
)

st.subheader("Perlindungan kerahasiaan")
st.markdown(
    "Jumlah di bawah 10 usaha dirahasiakan dan ditulis **x**. Persentase dirahasiakan bila "
    "pembilang atau sisanya di bawah 10. Ikut dirahasiakan sel lain yang membuatnya dapat "
    "dihitung kembali dari "
    "selisih: dipilih yang paling sedikit menghilangkan keterangan, untuk semua tabel sekaligus, "
    "dengan memperhitungkan terbitan sebelumnya. Yang diterbitkan hanya daftar tabel yang tetap; "
    "halaman, sematan dan unduhan membaca kubus terbit yang sama dan tidak dapat membuka data "
    "usaha."
)
st.markdown(
    "Sebelum terbit, program lain yang tidak tahu cara sel dipilih mencoba menghitung setiap angka "
    "kecil dari semua yang pernah terbit, dengan program linear. Bila satu saja dapat dipersempit "
    "sampai kurang dari sepuluh kemungkinan, terbitan ditolak. Angka 7 eksportir Juni 2022 "
    "dikecualikan karena kota sudah mencetaknya."
)
st.markdown(
    "Skor, cakupan, umur data dan pangsa kelas dihitung dari angka yang sudah dilindungi, jadi "
    "tidak menambah keterangan. Tabulasi untuk akademisi dibulatkan ke kelipatan lima, ke atas "
    "atau ke bawah menurut kunci rahasia: usaha yang sama selalu memberi angka yang sama, dan "
    "selisihnya paling banyak empat."
)
method.show_protection()
method.show_signs()

st.subheader("Bagaimana survei ditaksir")
st.markdown(
    "Taksiran memakai rancangan sampelnya: strata, klaster, bobot dan koreksi populasi terbatas. "
    "Selang kepercayaan 95 % menurut Korn dan Graubard, yang tetap berlaku di dekat 0 dan 100 %. "
    "Tanda **E** bila galat baku relatif 25 % atau lebih, **F** (tidak ditampilkan) bila 50 % atau "
    "lebih, **x** bila respondennya kurang dari 10. Naik atau turun hanya dikatakan bila uji t "
    "pada taraf 5 %, dikoreksi menurut Holm, mendukungnya; selain itu *belum dapat disimpulkan*. "
    "Tiap kelurahan ditaksir dengan cara yang galatnya lebih kecil: langsung dari respondennya, "
    "atau dengan model Fay–Herriot dan pangsa register terbit; caranya tertulis di tiap nilai. "
    "Angka register adalah cacahan, jadi tidak disertai selang kepercayaan."
)

st.subheader("Bagaimana sel kosong dan jawaban tidak diketahui dibaca")
st.markdown(
    "Kanal yang tidak punya kolom di berkas **tidak ditanyakan**: ia tidak ikut dihitung pada "
    "periode itu, indikatornya menyebutkannya, dan angkanya tidak dibandingkan dengan periode yang "
    "menanyakannya. Di baris yang sebagian kanalnya terjawab, sel kanal yang kosong dibaca "
    "*tidak*; banyaknya tercatat pada temuan berkas itu. Baris yang semua kanalnya kosong **tidak "
    "diketahui**, kecuali petugas menjawab saat impor bahwa kosong berarti tidak. Kolom yang "
    "hanya berisi ya dan sel kosong ditanyakan kepada petugas. Aturan yang sama berlaku untuk "
    "survei."
)
st.markdown(
    "Pangsa register dihitung dari jawaban yang diketahui. Bila lebih dari 30 % jawaban tidak "
    "diketahui, angkanya bertanda **E**; di atas 50 % bertanda **F**: tidak ditampilkan, tidak "
    "diperingkat dan tidak dibandingkan, karena yang tidak menjawab lebih banyak daripada yang "
    "menjawab. Semua angka dibulatkan setengah menjauhi nol, seperti lembar kerja."
)

st.subheader("Siapa boleh melihat apa")
st.markdown(
    "Angka terbit terbuka untuk semua. Halaman internal perlu masuk, dan setiap pembukaannya "
    "tercatat. Seorang camat dapat dibatasi pada kecamatannya. Selama semua data sintetis dan "
    "belum pernah ada akun, semua halaman terbuka sebagai demo."
)
method.show_access()

st.subheader("Sumber data versi ini")
method.show_files()

st.subheader("Batas wilayah")
method.show_credit()

st.subheader("Aksesibilitas")
st.markdown(
    "Setiap peta dan grafik mempunyai tabel dengan angka yang sama. Halaman dapat dipakai dengan "
    "papan ketik dan pada layar 390 piksel. Yang belum baik: tabel dan peta interaktif dari "
    "Streamlit digambar di kanvas, sehingga pembaca layar hanya mendapat uraian singkat; pakailah "
    "tabel di bawahnya. Beberapa kata pada tombol bawaan masih berbahasa Inggris."
)
