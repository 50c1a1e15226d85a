"""Metode: definitions, sources, the ledger of counts, and how small cells are protected."""

import streamlit as st

from pages import _widgets as w

st.title("Metode")
st.markdown("Dari mana tiap angka, apa artinya, dan apa yang tidak dapat dikatakannya.")

st.subheader("Definisi indikator")
w.show_entries()

st.subheader("Berapa UMKM di Kota Serang? Catatan semua angka")
st.markdown(
    "Angka yang pernah diumumkan berbeda-beda karena dasar hitungnya berbeda. "
    "Tidak satu pun dihapus dari catatan ini."
)
w.show_ledger()

st.subheader("Fakta terbit 24 Juni 2022")
w.show_facts()

st.subheader("Acuan terbit")
st.markdown("Dipakai sebagai pembanding hanya bila semesta dan definisinya sepadan.")
w.show_benchmarks()

st.subheader("Data sintetis")
st.markdown(
    "Selama belum ada berkas nyata, isi gudang adalah populasi buatan. Jumlah Juni 2022 menurut "
    "skala dan tujuh eksportirnya sama dengan yang diumumkan kota; pembagian menurut kecamatan, "
    "tingkat adopsi dan semua tahun sesudahnya dibuat-buat. Berkas nyata pertama menggantikan "
    "semuanya."
)

st.subheader("Perlindungan kerahasiaan")
st.markdown(
    "Jumlah di bawah 10 usaha ditahan dan ditulis **x**, bersama sel lain yang membuatnya dapat "
    "dihitung kembali dari selisih. Persentase ditahan bila pembilang atau sisanya di bawah 10. "
    "Yang diterbitkan hanya daftar tabel yang tetap; halaman, sematan dan unduhan membaca kubus "
    "terbit yang sama dan tidak dapat membuka data usaha. Angka 7 eksportir Juni 2022 dikecualikan "
    "karena kota sudah mencetaknya. Batas selang sel yang ditahan belum diaudit dengan program "
    "linear."
)
w.show_signs()

st.subheader("Siapa boleh melihat apa")
st.markdown(
    "Angka terbit terbuka untuk semua. Halaman internal perlu masuk, dan setiap pembukaannya "
    "tercatat. Seorang camat dapat dibatasi pada kecamatannya. Selama semua data sintetis dan "
    "cara masuk belum diatur, semua halaman terbuka sebagai demo."
)
w.show_access()

st.subheader("Sumber data versi ini")
w.show_files()

st.subheader("Batas wilayah")
w.show_credit()

st.subheader("Aksesibilitas")
st.markdown(
    "Setiap peta dan grafik mempunyai tabel dengan angka yang sama. Halaman dapat dipakai dengan "
    "papan ketik dan pada layar 390 piksel. Yang belum baik: tabel dan peta interaktif dari "
    "Streamlit digambar di kanvas, sehingga pembaca layar hanya mendapat uraian singkat; pakailah "
    "tabel di bawahnya. Beberapa kata pada tombol bawaan masih berbahasa Inggris."
)
