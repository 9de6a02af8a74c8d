import type { Look, Product, Show } from './show.ts'

export const width = 540
export const height = 960

/** Every picture a video is put together from, as SVG, back to front. Moving ones are drawn once and moved by ffmpeg. */
export function drawLayers(show: Show): Record<string, string> {
  const { look } = show
  const layers: Record<string, string> = {
    sea: svg(640, 330, sea()),
    boat: svg(120, 80, boat(look)),
    room: svg(width, height, room(look)),
    host: svg(380, 470, host(look, 'rest')),
    talking: svg(380, 470, host(look, 'talk')),
    blinking: svg(380, 470, host(look, 'blink')),
    table: svg(width, height, table(look) + banner(show)),
  }
  for (const [index, product] of show.products.entries()) {
    layers[`product${index}`] = svg(230, 190, card(product, index + 1, look))
  }
  for (const [index, notice] of show.notices.entries()) {
    layers[`notice${index}`] = svg(width, 44, noticeBar(notice, look))
  }
  return layers
}

function svg(w: number, h: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${body}</svg>`
}

function sea(): string {
  const wave = (y: number, colour: string, shift: number) => {
    const humps = 'q20 -12 40 0 t40 0 '.repeat(12)
    return `<path d="M${-80 + shift} ${y} ${humps} V330 H-80 Z" fill="${colour}"/>`
  }
  return wave(150, '#7fc0cf', 0) + wave(195, '#5aa9c0', 24) + wave(245, '#3d8eab', 8)
}

function boat(look: Look): string {
  return `<path d="M8 50 H112 L98 74 H24 Z" fill="#f4efe6"/><path d="M12 58 H108 L104 66 H16 Z" fill="${look.accent}"/>
    <rect x="40" y="30" width="34" height="20" rx="3" fill="#fff"/><rect x="46" y="35" width="9" height="8" fill="#7fb6c9"/>
    <rect x="60" y="35" width="9" height="8" fill="#7fb6c9"/><path d="M84 50 V8" stroke="#6b5846" stroke-width="3"/>
    <path d="M84 8 L104 16 L84 24 Z" fill="${look.accent}"/>`
}

/** The wall with a hole where the window is: sea and boat move behind it. */
function room(look: Look): string {
  const lamps = Array.from({ length: 8 }, (_, i) => {
    const x = 34 + i * 68
    const y = 158 + Math.sin((i / 7) * Math.PI) * 26
    return `<circle cx="${x}" cy="${y + 12}" r="17" fill="#fff3c4" opacity=".35"/><circle cx="${x}" cy="${y + 12}" r="8" fill="#ffdf85"/>`
  }).join('')
  return `<defs><linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${look.wall[0]}"/><stop offset="1" stop-color="${look.wall[1]}"/></linearGradient>
    <mask id="hole"><rect width="${width}" height="${height}" fill="#fff"/><rect x="46" y="226" width="448" height="236" rx="18" fill="#000"/></mask></defs>
    <rect width="${width}" height="${height}" fill="url(#wall)" mask="url(#hole)"/>
    <rect x="46" y="226" width="448" height="236" rx="18" fill="none" stroke="#fffaf0" stroke-width="14"/>
    <path d="M270 226 V462 M46 344 H494" stroke="#fffaf0" stroke-width="8"/>
    <rect x="30" y="466" width="480" height="16" rx="6" fill="#fffaf0"/>
    <path d="M-10 150 Q270 ${214} 550 150" fill="none" stroke="#7a5b40" stroke-width="3"/>${lamps}`
}

function host(look: Look, face: 'rest' | 'talk' | 'blink'): string {
  const eyes =
    face === 'blink'
      ? '<path d="M136 150 q10 6 20 0 M184 150 q10 6 20 0" fill="none" stroke="#3a2a22" stroke-width="4" stroke-linecap="round"/>'
      : '<circle cx="146" cy="150" r="7" fill="#3a2a22"/><circle cx="194" cy="150" r="7" fill="#3a2a22"/><circle cx="148.500" cy="147.500" r="2.400" fill="#fff"/><circle cx="196.500" cy="147.500" r="2.400" fill="#fff"/>'
  const mouth =
    face === 'talk'
      ? '<path d="M152 186 Q170 184 188 186 Q186 210 170 210 Q154 210 152 186 Z" fill="#8c2f2a"/><path d="M160 203 Q170 197 180 203 Q176 209 170 209 Q164 209 160 203 Z" fill="#e2817a"/>'
      : '<path d="M152 188 Q170 204 188 188" fill="none" stroke="#a8433a" stroke-width="5" stroke-linecap="round"/>'
  const dots = [
    [106, 84],
    [140, 64],
    [176, 58],
    [212, 70],
    [236, 94],
    [158, 88],
    [194, 92],
    [122, 108],
    [222, 114],
  ]
    .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="5" fill="#fff" opacity=".85"/>`)
    .join('')
  return `<path d="M268 322 Q346 402 334 300" fill="none" stroke="#f4eadc" stroke-width="50" stroke-linecap="round" stroke-linejoin="round"/>
    <path d="M310 262 l-7 -34 M324 258 l0 -40 M338 259 l7 -36 M350 268 l16 -24" stroke="#ffdcc0" stroke-width="12" stroke-linecap="round"/>
    <ellipse cx="331" cy="272" rx="24" ry="25" fill="#ffdcc0"/><path d="M309 292 H357" stroke="#e0d2c0" stroke-width="9" stroke-linecap="round"/>
    <path d="M34 470 Q30 292 118 268 H222 Q310 292 306 470 Z" fill="#fdf7ee"/>
    <path d="M40 400 Q44 322 84 290 L98 470 H36 Z M300 400 Q296 322 256 290 L242 470 H304 Z" fill="#e8ddd0"/>
    <path d="M112 272 L128 470 H212 L228 272 L212 268 V330 H128 V268 Z" fill="${look.apron}"/>
    <rect x="104" y="330" width="132" height="140" rx="14" fill="${look.apron}"/>
    <rect x="134" y="372" width="72" height="48" rx="8" fill="#fff" opacity=".25"/>
    <path d="M148 230 H192 V268 Q170 292 148 268 Z" fill="#f0c3a2"/>
    <ellipse cx="170" cy="158" rx="74" ry="82" fill="#ffdcc0"/>
    <path d="M92 160 Q84 74 170 70 Q256 74 248 160 Q240 122 204 112 Q150 104 118 124 Q98 136 92 160 Z" fill="#33251f"/>
    <path d="M84 140 Q80 46 170 42 Q260 46 256 140 Q230 104 170 102 Q110 104 84 140 Z" fill="${look.scarf}"/>${dots}
    <path d="M250 128 q34 4 40 34 q-22 -2 -40 -14 Z M252 134 q18 30 6 58 q-16 -20 -12 -50 Z" fill="${look.scarf}"/>
    <ellipse cx="124" cy="182" rx="15" ry="10" fill="#f3a58c" opacity=".7"/><ellipse cx="216" cy="182" rx="15" ry="10" fill="#f3a58c" opacity=".7"/>
    <path d="M134 132 q12 -8 24 -2 M182 130 q12 -6 24 2" fill="none" stroke="#4a352b" stroke-width="4" stroke-linecap="round"/>
    <path d="M170 158 q-7 14 2 16" fill="none" stroke="#d99a78" stroke-width="3.500" stroke-linecap="round"/>${eyes}${mouth}`
}

function table(look: Look): string {
  const [light, dark] = look.wood
  return `<defs><linearGradient id="wood" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs>
    <rect y="742" width="${width}" height="218" fill="url(#wood)"/><rect y="742" width="${width}" height="12" fill="#fff" opacity=".18"/>
    <path d="M0 806 H540 M0 868 H540" stroke="#000" stroke-opacity=".08" stroke-width="3"/>
    ${look.table === 'shrimp' ? basket() + fishTray() : seaweedCakes()}`
}

/** A bamboo basket heaped with dried shrimp. */
function basket(): string {
  const shrimp = scatter(150, 7).map(([u, v, turn], i) => {
    const x = 150 + (u - 0.5) * 220 * (1 - v * 0.62)
    const y = 764 - v * 62
    const colour = ['#f0a868', '#f5bd85', '#e8955a'][i % 3]
    return `<path d="M0 0 q9 -9 17 2" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${(turn * 360).toFixed(0)})" fill="none" stroke="${colour}" stroke-width="5" stroke-linecap="round"/>`
  })
  const weave = Array.from({ length: 11 }, (_, i) => {
    const x = 44 + i * 21
    return `<path d="M${x} 772 l${(150 - x) * 0.14} 76" stroke="#a9772f" stroke-width="4"/>`
  }).join('')
  return `<ellipse cx="150" cy="768" rx="124" ry="26" fill="#e9b878"/>${shrimp.join('')}
    <path d="M26 768 Q34 846 72 858 H228 Q266 846 274 768 Q150 806 26 768 Z" fill="#d6a552"/>${weave}
    <path d="M34 800 Q150 838 266 800 M46 828 Q150 862 254 828" fill="none" stroke="#a9772f" stroke-width="4"/>
    <path d="M24 766 Q150 808 276 766" fill="none" stroke="#b98738" stroke-width="11" stroke-linecap="round"/>`
}

/** Silver hairtail cut in pieces, on ice. */
function fishTray(): string {
  const ice = scatter(46, 11).map(
    ([u, v, turn]) =>
      `<rect x="${(322 + u * 184).toFixed(1)}" y="${(776 + v * 44).toFixed(1)}" width="20" height="15" rx="4" fill="#eef8fc" stroke="#bcdde8" transform="rotate(${(turn * 60 - 30).toFixed(0)} ${(332 + u * 184).toFixed(1)} ${(784 + v * 44).toFixed(1)})"/>`,
  )
  const pieces = Array.from({ length: 5 }, (_, i) => {
    const x = 330 + i * 36
    return `<g transform="translate(${x} ${766 + (i % 2) * 8}) rotate(${-16 + i * 3})"><rect width="30" height="66" rx="12" fill="#cfd9e1"/><rect x="4" y="4" width="9" height="58" rx="4.500" fill="#f3f8fb"/><path d="M27 8 V58" stroke="#93a6b4" stroke-width="3"/></g>`
  }).join('')
  return `<path d="M300 784 H528 L512 862 H316 Z" fill="#f7fafc"/><path d="M300 784 H528 L525 798 H303 Z" fill="#dbe6ec"/>${ice.join('')}${pieces}
    <path d="M308 826 H520 L512 862 H316 Z" fill="#f7fafc"/><path d="M308 826 H520" stroke="#dbe6ec" stroke-width="4"/>`
}

/** Round cakes of dried seaweed in stacks, and a bowl of soup. */
function seaweedCakes(): string {
  const stacks = [90, 224].flatMap((x, stack) =>
    Array.from({ length: 6 - stack * 2 }, (_, i) => {
      const y = 836 - i * 13
      return `<ellipse cx="${x + (i % 2) * 4}" cy="${y}" rx="68" ry="19" fill="${i % 2 ? '#2f3d33' : '#3a4a3e'}"/><ellipse cx="${x + (i % 2) * 4}" cy="${y - 4}" rx="60" ry="14" fill="${i % 2 ? '#3c4c40' : '#46594b'}"/>`
    }),
  )
  return `${stacks.join('')}<ellipse cx="414" cy="788" rx="92" ry="24" fill="#fff"/><ellipse cx="414" cy="788" rx="78" ry="18" fill="#e9d9a6"/>
    <path d="M360 786 q22 -12 40 0 t40 0 M384 796 q18 -8 34 0 t30 -2" stroke="#37483c" stroke-width="7" fill="none" stroke-linecap="round"/>
    <path d="M322 788 Q330 862 384 866 H444 Q498 862 506 788 Q414 834 322 788 Z" fill="#f4f7f5"/><path d="M334 820 Q414 852 494 820" stroke="#2b7a5d" stroke-width="5" fill="none"/>`
}

function banner({ room: name, title, look }: Show): string {
  return `<rect x="20" y="22" width="330" height="82" rx="20" fill="${look.accent}"/><rect x="26" y="28" width="318" height="70" rx="16" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="2"/>
    <text x="44" y="62" class="song" font-size="29" fill="#fff">${name}</text>
    <text x="45" y="87" font-size="15.500" fill="#fff" opacity=".92">${title}</text>
    <rect x="366" y="22" width="154" height="82" rx="20" fill="#fff" opacity=".82"/>
    <text x="443" y="92" font-size="14" fill="#7b6a5c" text-anchor="middle">演示样例 合成语音</text>`
}

function card(product: Product, number: number, look: Look): string {
  return `<rect x="6" y="8" width="218" height="176" rx="20" fill="#000" opacity=".12"/><rect x="4" y="4" width="218" height="176" rx="20" fill="#fffdf8"/>
    <path d="M4 24 a20 20 0 0 1 20 -20 H202 a20 20 0 0 1 20 20 V46 H4 Z" fill="${look.accent}"/>
    <circle cx="30" cy="25" r="14" fill="#fff"/><text x="30" y="31.500" font-size="18" font-weight="700" fill="${look.accent}" text-anchor="middle">${number}</text>
    <text x="54" y="33" font-size="21" font-weight="700" fill="#fff">${product.name}</text>
    <text x="20" y="78" font-size="18" fill="#4c3f35">${product.spec}</text><text x="20" y="106" font-size="18" fill="#4c3f35">${product.origin}</text>
    <path d="M20 120 H206" stroke="#e7dccb" stroke-width="2" stroke-dasharray="5 5"/>
    <text x="20" y="164" fill="${look.accent}" font-weight="700"><tspan font-size="21">¥</tspan><tspan font-size="42" dx="4">${product.price}</tspan></text>`
}

function noticeBar(notice: string, look: Look): string {
  return `<rect width="${width}" height="44" fill="${look.accent}" opacity=".92"/><circle cx="28" cy="22" r="5" fill="#ffe9a8"/>
    <text x="46" y="29.500" font-size="20" fill="#fff">${notice}</text>`
}

/** Numbers in 0..1 that are the same on every run: [across, up, turn]. */
function scatter(count: number, seed: number): Array<[number, number, number]> {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  return Array.from({ length: count }, () => [next(), next(), next()])
}
