// Optional, for pages that carry embeds: a frame becomes as high as what it shows.
// <iframe data-dasbor-umkm src="..."> or <dasbor-umkm src="..." title="..." periode="...">
(() => {
  const NAME = "dasbor-umkm";
  if (customElements.get(NAME)) return; // loaded twice
  const CHOICES = ["periode", "wilayah", "skala", "bahasa", "tema", "versi"];
  const made = new Set();
  const frames = () => [...made, ...document.querySelectorAll(`iframe[data-${NAME}]`)];

  addEventListener("message", ({ data, origin, source }) => {
    const height = data?.[NAME] === "tinggi" ? data.tinggi : NaN;
    if (!Number.isFinite(height) || height < 40 || height > 4000) return;
    for (const frame of frames())
      // Only a frame's own document may speak for it, and only while it is still the embed.
      if (frame.contentWindow === source && frame.src.startsWith(`${origin}/`))
        frame.style.height = `${Math.ceil(height)}px`;
  });
  // An embed that was there before this script has said its height to nobody.
  for (const frame of frames()) frame.contentWindow?.postMessage({ [NAME]: "tinggi?" }, "*");

  customElements.define(NAME, class extends HTMLElement {
    static observedAttributes = ["src", "title", "tinggi", ...CHOICES];
    #frame = document.createElement("iframe");

    connectedCallback() {
      if (!this.shadowRoot) {
        this.#frame.style.cssText = "border:0;display:block;width:100%";
        this.#frame.loading = "lazy";
        this.#frame.referrerPolicy = "strict-origin";
        this.attachShadow({ mode: "open" }).append(this.#frame);
        this.style.display ||= "block";
      }
      made.add(this.#frame);
      this.attributeChangedCallback();
    }
    disconnectedCallback() {
      made.delete(this.#frame);
    }
    attributeChangedCallback() {
      if (!this.isConnected) return;
      const url = new URL(this.getAttribute("src") ?? "", document.baseURI);
      for (const name of CHOICES)
        if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
      this.#frame.title = this.title;
      this.#frame.height = this.getAttribute("tinggi") ?? 420;
      // No "javascript:"; and the same address again would load it again.
      if (/^https?:$/.test(url.protocol) && this.#frame.src !== url.href) this.#frame.src = url.href;
    }
  });
})();
