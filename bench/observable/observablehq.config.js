export default {
  root: "src",
  title: "UMKM Digital Kota Serang",
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  globalStylesheets: [],
};
