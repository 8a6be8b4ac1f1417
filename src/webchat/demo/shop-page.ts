type Product = { name: string; detail: string; price: string; art: string }

const PRODUCTS: Product[] = [
  { name: 'Alba pour-over set', detail: 'Stoneware, oak stand', price: '€48', art: 'pourover' },
  { name: 'Nord teapot', detail: 'Cast iron, 0.8 l', price: '€72', art: 'teapot' },
  { name: 'Linden planter', detail: 'Terracotta, 18 cm', price: '€29', art: 'planter' },
  { name: 'Halo table lamp', detail: 'Paper shade, dimmable', price: '€119', art: 'lamp' },
  { name: 'Fjord throw', detail: 'Undyed wool, 130 × 180', price: '€95', art: 'throw' },
  { name: 'Ember candle', detail: 'Beeswax, 40 hours', price: '€24', art: 'candle' },
]

/** Flat drawings, so that the shop needs no picture files. */
const ART: Record<string, string> = {
  pourover:
    '<path class="b" d="M62 44h76l-26 44H88z"/><path class="c" d="M80 88h40v8H80z"/><path class="b" d="M84 96h32l10 46a8 8 0 0 1-8 10H82a8 8 0 0 1-8-10z"/><path class="d" d="M77 128h46l3 14a8 8 0 0 1-8 10H82a8 8 0 0 1-8-10z"/>',
  teapot:
    '<path class="d" d="M58 84c0-6 20-10 42-10s42 4 42 10l6 42c2 18-14 26-48 26s-50-8-48-26z"/><path class="c" d="M90 62h20v12H90zM146 96c20-10 22 14 8 26l-6 4z"/><path class="l" d="M62 80C58 36 142 36 138 80"/>',
  planter:
    '<path class="e" d="M100 92C84 66 88 44 100 30c12 14 16 36 0 62zM96 96C70 92 58 76 56 58c20 2 36 14 40 38zM104 96c26-4 38-20 40-38-20 2-36 14-40 38z"/><path class="a" d="M62 96h76l-10 54a6 6 0 0 1-6 4H78a6 6 0 0 1-6-4z"/>',
  lamp: '<path class="b" d="M76 40h48l22 56H54z"/><path class="c" d="M97 96h6v46h-6z"/><path class="d" d="M72 142h56a6 6 0 0 1 6 10H66a6 6 0 0 1 6-10z"/>',
  throw:
    '<path class="b" d="M52 58h84a12 12 0 0 1 12 12v66H64a12 12 0 0 1-12-12z"/><path class="a" d="M52 78h96v8H52zM52 98h96v8H52z"/><path class="l" d="M70 136v14M86 136v14M102 136v14M118 136v14M134 136v14"/>',
  candle:
    '<path class="a" d="M100 44c10 12 10 20 0 26-10-6-10-14 0-26z"/><path class="c" d="M99 68h2v14h-2z"/><path class="b" d="M70 82h60v70H70z"/><path class="d" d="M70 112h60v26H70z"/>',
}

function card({ name, detail, price, art }: Product): string {
  return `<li class="product ${art}">
        <svg viewBox="0 0 200 190" aria-hidden="true">${ART[art]}</svg>
        <div class="words"><h3>${name}</h3><p>${detail}</p></div>
        <div class="buy"><span>${price}</span><button type="button" data-add aria-label="Add ${name} to the basket">Add</button></div>
      </li>`
}

/** The shop's page. `workspace` is a UUID; without one the shop stands without its chat, and says how to get it. */
export function shopPage(workspace: string | null): string {
  const chat = workspace ? `<script src="/widget.js" data-workspace="${workspace}" async></script>` : ''
  const hint = workspace
    ? ''
    : '<p class="hint">Add <code>?workspace=</code> and the id of your workspace to this address to see its chat here.</p>'
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex, nofollow">
  <title>Hearth &amp; Hollow · demo shop</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/demo/shop.css">
  <script src="/demo/shop.js" defer></script>
  ${chat}
</head>
<body>
  ${hint}
  <header class="bar">
    <a class="brand" href="#top">Hearth <span>&amp;</span> Hollow</a>
    <nav aria-label="Shop"><a href="#new">New</a><a href="#new">Kitchen</a><a href="#new">Living</a></nav>
    <p class="basket" role="status"><span aria-hidden="true">Basket</span> <b data-count>0</b></p>
  </header>
  <main id="top">
    <section class="hero">
      <div>
        <p class="eyebrow">Autumn, slowly</p>
        <h1>Good things for quiet rooms</h1>
        <p>Made in small workshops, shipped in two days, taken back within sixty if they do not feel like yours.</p>
        <p class="calls"><a class="button" href="#new">See what is new</a><button type="button" class="ghost" data-chat>Ask us anything</button></p>
      </div>
      <svg viewBox="0 0 420 320" aria-hidden="true"><circle class="s" cx="300" cy="110" r="70"/><path class="w" d="M0 250h420v70H0z"/><g transform="translate(40 108)">${ART['teapot']}</g><g transform="translate(200 106) scale(.98)">${ART['planter']}</g></svg>
    </section>
    <h2 id="new">New this week</h2>
    <ul class="grid">
      ${PRODUCTS.map(card).join('\n      ')}
    </ul>
  </main>
  <footer><p>A demo shop. Nothing here is for sale; the chat in the corner is real.</p></footer>
</body>
</html>
`
}
