import { html } from 'hono/html'
import { dayOf } from '#shared/domain/calendar.ts'
import { Platform, platformNames } from '#shared/domain/room.ts'
import type { ListedRoom, PublicList } from './list.ts'

export interface PublicWords {
  readonly bureau: string
  readonly region: (path: string) => string
}

/** How the page is read: words looked up, and the reader's wishes, kept in the address because there is no script. */
export interface Wishes {
  readonly q: string
  readonly large: boolean
  readonly contrast: boolean
}

const style = `:root{--text:#1c2733;--quiet:#4d5a66;--ground:#f4f7f5;--surface:#fff;--line:#cfd8d3;--green:#1f6b3f;font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
:root.large{font-size:20px}:root.contrast{--text:#fff;--quiet:#fff;--ground:#000;--surface:#000;--line:#fff;--green:#ff0}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text)}header,main,footer{max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:0;color:var(--green)}h2{font-size:1.1rem}p{margin:.3rem 0}a{color:var(--green)}.quiet{color:var(--quiet);font-size:.9rem}
form{display:flex;align-items:center;gap:.5rem;margin:1rem 0}input{flex:1;min-width:0;font:inherit;padding:.45rem .7rem;border:1px solid var(--line);background:var(--surface);color:inherit;border-radius:4px}
button{font:inherit;padding:.45rem 1.2rem;border:0;border-radius:4px;background:var(--green);color:var(--surface);cursor:pointer}
ul.rooms{list-style:none;margin:0;padding:0;display:grid;gap:.6rem}ul.rooms li{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:.7rem 1rem;overflow-wrap:anywhere}
ul.rooms b{font-size:1.05rem}.tag{display:inline-block;border:1px solid var(--green);color:var(--green);border-radius:3px;padding:0 .4rem;font-size:.8rem;margin-left:.4rem}
nav{display:flex;gap:1rem;flex-wrap:wrap;font-size:.9rem}footer{border-top:1px solid var(--line);margin-top:2rem}:focus-visible{outline:3px solid var(--green);outline-offset:2px}`

const address = ({ q, large, contrast }: Wishes) => {
  const params = new URLSearchParams()
  if (q) params.set('q', q)
  if (large) params.set('large', '1')
  if (contrast) params.set('contrast', '1')
  return `/public${params.size > 0 ? `?${params}` : ''}`
}

/** The public page: the rooms in the pool, one look-up, no script, no score, no lead. */
export function publicPage(
  { asOf, rooms }: PublicList,
  found: readonly ListedRoom[],
  wishes: Wishes,
  words: PublicWords,
) {
  const mode = [wishes.large && 'large', wishes.contrast && 'contrast'].filter(Boolean).join(' ')
  return html`<!doctype html><html lang="zh-CN" class="${mode}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>绿色直播间名单 · ${words.bureau}</title><link rel="alternate" type="application/rss+xml" title="绿色直播间名单" href="/public/rooms.rss"><style>${style}</style></head><body>
<header><h1>“绿色直播间”培育名单</h1><p class="quiet">${words.bureau} · 截至 ${dayOf(asOf.getTime())}，在库 ${rooms.length} 个</p>
<nav aria-label="显示方式"><a href="${address({ ...wishes, large: !wishes.large })}">${wishes.large ? '标准字号' : '大字号'}</a><a href="${address({ ...wishes, contrast: !wishes.contrast })}">${wishes.contrast ? '标准对比' : '高对比'}</a><a href="/public/rooms.csv">下载 CSV</a><a href="/public/rooms.json">JSON</a><a href="/public/rooms.rss">订阅 RSS</a></nav></header>
<main><form action="/public" role="search"><label class="quiet" for="q">查验</label><input id="q" name="q" value="${wishes.q}" maxlength="100" placeholder="名称、账号、经营者、证书号">${wishes.large ? html`<input type="hidden" name="large" value="1">` : ''}${wishes.contrast ? html`<input type="hidden" name="contrast" value="1">` : ''}<button>查验</button></form>
${
  wishes.q
    ? html`<p role="status">${found.length > 0 ? `找到 ${found.length} 个在库直播间。` : '名单中没有找到。不在名单中不等于有问题；如有人自称“绿色直播间”而查不到，请拨打 12315。'}</p>`
    : ''
}
<ul class="rooms">${found.map((room) => item(room, words))}</ul></main>
<footer class="quiet"><p>名单只说明直播间参加“绿色直播间”培育，不是对商品质量的保证。消费纠纷请拨打 12315。</p></footer></body></html>`
}

/** A platform's name; one that is not known keeps its own. */
export function platformName(id: string): string {
  const known = Platform.safeParse(id)
  return known.success ? platformNames[known.data] : id
}

function item(room: ListedRoom, words: PublicWords) {
  const { name, accountName, platform, operator, region, certificate, listedOn, validUntil } = room
  const facts = [
    `${platformName(platform)}${accountName ? ` · ${accountName}` : ''}`,
    operator,
    words.region(region),
    certificate && `证书 ${certificate}`,
    listedOn && `${listedOn} 入库${validUntil ? `，有效至 ${validUntil}` : ''}`,
  ].filter(Boolean)
  return html`<li><b><bdi>${name}</bdi></b>${room.recommended ? html`<span class="tag">推荐省级</span>` : ''}<p class="quiet"><bdi>${facts.join(' · ')}</bdi></p></li>`
}
