// What an embed has more with script: words at a mark under the pointer or the keyboard, and its
// height for the page around it. The body is as high as its content whatever the frame's height
// is, so a frame that follows it does not feed back.
(()=>{
const d=document,b=d.body,w=window;
if(parent!==w){
let last=0;
const send=()=>{
const h=Math.ceil(b.getBoundingClientRect().height);
if(h!==last){last=h;parent.postMessage({"dasbor-umkm":"tinggi",tinggi:h},"*")}
};
new ResizeObserver(send).observe(b);
addEventListener("load",()=>{last=0;send()});
// The page's script may come after the frame, and then asks.
addEventListener("message",e=>{if(e.source===parent&&e.data?.["dasbor-umkm"]==="tinggi?"){last=0;send()}});
}
// A drawing may be there twice, for a wide frame and a narrow one.
const drawings=[...d.querySelectorAll("svg.f")].filter(s=>s.querySelector(".m"));
if(!drawings.length)return;
const tip=d.createElement("div");
tip.className="tip";
tip.hidden=true;
tip.setAttribute("aria-hidden","true");
b.append(tip);
for(const s of drawings){
s.setAttribute("role","group");
s.querySelectorAll(".m").forEach((m,i)=>{
const t=m.querySelector("title");
m.setAttribute("role","img");
m.setAttribute("aria-label",t.textContent);
m.setAttribute("tabindex",i?-1:0);
t.remove();
});
}
const hide=()=>{tip.hidden=true};
const show=m=>{
tip.textContent=m.getAttribute("aria-label");
tip.hidden=false;
const r=m.getBoundingClientRect(),x=r.left+r.width/2-tip.offsetWidth/2,y=r.height>60?r.top+r.height/2:r.top;
tip.style.left=Math.max(4,Math.min(x,d.documentElement.clientWidth-tip.offsetWidth-4))+"px";
tip.style.top=(y<tip.offsetHeight+6?r.bottom+4:y-tip.offsetHeight-4)+"px";
};
const at=e=>e.target.closest(".m");
for(const s of drawings){
s.addEventListener("pointerover",e=>{at(e)?show(at(e)):hide()});
s.addEventListener("pointerleave",hide);
}
// Not at the drawing: with a listener of focus, Chromium would stop at it as well.
b.addEventListener("focusin",e=>{if(at(e))show(at(e))});
b.addEventListener("focusout",hide);
addEventListener("scroll",hide,true);
addEventListener("keydown",e=>{
if(e.key==="Escape")return hide();
const here=at({target:d.activeElement}),marks=here?[...here.closest("svg").querySelectorAll(".m")]:[];
const i=marks.indexOf(here),step={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];
if(i<0||!step)return;
e.preventDefault();
const next=marks[(i+step+marks.length)%marks.length];
marks[i].setAttribute("tabindex",-1);
next.setAttribute("tabindex",0);
next.focus();
});
})();
