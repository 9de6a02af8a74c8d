import { html } from 'hono/html'
import type { PublicList } from './list.ts'
import { type PublicWords, platformName } from './page.ts'

/** The list as data, for whoever builds on it. */
export function asJson({ asOf, rooms }: PublicList, words: PublicWords) {
  return {
    asOf: asOf.toISOString(),
    rooms: rooms.map((room) => ({
      ...room,
      region: words.region(room.region),
      platform: platformName(room.platform),
    })),
  }
}

const columns = [
  ['name', '直播间'],
  ['platform', '平台'],
  ['accountName', '账号'],
  ['link', '链接'],
  ['operator', '经营者'],
  ['region', '区划'],
  ['certificate', '证书编号'],
  ['listedOn', '入库日期'],
  ['validUntil', '有效至'],
] as const

/** The list as a table, for a spreadsheet. */
export function asSheet(list: PublicList, words: PublicWords) {
  const rooms = asJson(list, words).rooms
  return {
    header: [...columns.map(([, name]) => name), '推荐省级'],
    rows: rooms.map((room) => [
      ...columns.map(([key]) => room[key] ?? ''),
      room.recommended ? '是' : '',
    ]),
  }
}

/** The list as a feed: a reader sees which rooms were added. */
export function asRss({ asOf, rooms }: PublicList, words: PublicWords, site: string) {
  const newest = rooms.toSorted((a, b) => (b.listedOn ?? '').localeCompare(a.listedOn ?? ''))
  return html`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${words.bureau}“绿色直播间”培育名单</title><link>${site}/public</link><description>在库 ${rooms.length} 个</description><lastBuildDate>${asOf.toUTCString()}</lastBuildDate>${newest.slice(0, 200).map(({ id, name, operator, listedOn }) => html`<item><guid isPermaLink="false">${id}</guid><title>${xml(name)}</title><description>${xml([operator, listedOn].filter(Boolean).join(' · '))}</description><link>${site}/public?q=${encodeURIComponent(name)}</link>${listedOn ? html`<pubDate>${new Date(`${listedOn}T00:00:00+08:00`).toUTCString()}</pubDate>` : ''}</item>`)}</channel></rss>`
}

/** Control characters have no place in XML, escaped or not (XML 1.0 § 2.2). */
const xml = (text: string) =>
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
