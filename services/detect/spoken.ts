import type { Db } from '#shared/db/client.ts'
import { commentsAfter, type StoredComment } from '#shared/db/comments.ts'
import type { NewHit } from '#shared/db/hits.ts'
import type { Recording } from '#shared/db/recordings.ts'
import { screenCodesOf, screenTextsOf } from '#shared/db/screens.ts'
import { sentencesOf } from '#shared/db/transcripts.ts'
import { basisFor, type Category } from '#shared/domain/category.ts'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import type { CommentKind } from '#shared/domain/comment.ts'
import type { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import type { LocatedHit, Spoken } from './broadcast.ts'
import { goodsTimeline } from './goods.ts'

/** Rows a page; a page is about a megabyte. */
const pageSize = 5000

/** Every stored word of a recording, with what decides which rules are meant for it. */
export async function spokenOf(
  db: Db,
  { id, transcriptId, title, goods, startedAt, clock }: Recording,
  room: { readonly type: RoomType; readonly goods: readonly Goods[] },
  goodsWords?: DetectionPolicy['goodsWords'],
): Promise<Spoken> {
  const sentences = transcriptId ? await sentencesOf(db, transcriptId) : []
  const comments = await allOf(db, id, ['chat', 'super_chat'])
  const products = await allOf(db, id, ['product'])
  const screens = await screenTextsOf(db, id)
  return {
    title,
    titles: await allOf(db, id, ['title']),
    sentences,
    comments,
    screens: withoutChat(screens, comments),
    codes: await screenCodesOf(db, id),
    goods: goods ?? room.goods[0],
    goodsAt: goodsTimeline(products, goodsWords),
    roomType: room.type,
    startedAt,
    clock,
  }
}

/** Overlays of a recorder show comments on the picture: what a viewer wrote about then is no caption of the room. */
const overlayMs = 60_000
const otherThanWords = /[^\p{L}\p{N}]/gu

function withoutChat<T extends { readonly text: string; readonly fromMs: number }>(
  captions: readonly T[],
  comments: readonly StoredComment[],
): T[] {
  if (captions.length === 0) return []
  const times = new Map<string, number[]>()
  for (const { text, tMs, staff } of comments) {
    if (staff) continue
    const key = text.replace(otherThanWords, '')
    const known = times.get(key)
    if (known) known.push(tMs)
    else times.set(key, [tMs])
  }
  return captions.filter(({ text, fromMs }) => {
    const written = times.get(text.replace(otherThanWords, '')) ?? []
    return !written.some((tMs) => Math.abs(tMs - fromMs) <= overlayMs)
  })
}

async function allOf(
  db: Db,
  recordingId: string,
  kinds: readonly CommentKind[],
): Promise<StoredComment[]> {
  const all: StoredComment[] = []
  for (let seq = -1; ; ) {
    const page = await commentsAfter(db, recordingId, kinds, seq, pageSize)
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < pageSize) return all
    seq = last.seq
  }
}

/** Hits as they are stored: with the version that found them and the articles of their category for that room. */
export function hitRows(
  found: readonly LocatedHit[],
  lexiconVersion: string,
  roomType: RoomType,
  categories: readonly Category[],
): NewHit[] {
  const byId = new Map(categories.map((category) => [category.id, category]))
  return found.map(({ start, end, text: _, ...hit }) => {
    const category = byId.get(hit.category)
    return {
      ...hit,
      lexiconVersion,
      quoteStart: start,
      quoteEnd: end,
      articles: category ? basisFor(category, roomType) : [],
    }
  })
}
