import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { ledgerOfBroadcast } from '#shared/db/broadcast-ledger.ts'
import {
  broadcastFor,
  commentsPerMinute,
  flagMarks,
  listBroadcasts,
} from '#shared/db/broadcast-list.ts'
import { shownIn } from '#shared/db/broadcast-shown.ts'
import type { Db } from '#shared/db/client.ts'
import { searchSentences } from '#shared/db/transcript-search.ts'
import { sentencesOf } from '#shared/db/transcripts.ts'
import { addDays, Day, dayStartMs } from '#shared/domain/calendar.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { AppError } from '#shared/errors.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Days = Page.extend({
  roomId: z.uuid().optional(),
  from: Day.optional(),
  to: Day.optional(),
})
const Search = Days.extend({
  text: z.string().trim().min(2, '请至少输入两个字').max(50),
  region: z.string().max(200).optional(),
})

const minuteMs = 60_000

/** Whole days in Shanghai, both included, as instants. */
function span({ from, to }: { readonly from?: Day | undefined; readonly to?: Day | undefined }) {
  return {
    from: from ? new Date(dayStartMs(from)) : undefined,
    to: to ? new Date(dayStartMs(addDays(to, 1))) : undefined,
  }
}

type Pieces = NonNullable<Awaited<ReturnType<typeof broadcastFor>>>['pieces']

/** Writing on the picture, links and titles of a broadcast on the wall clock; a title that stays is said once. */
async function shownOf(db: Db, pieces: Pieces) {
  const byId = new Map(pieces.map((piece) => [piece.id, piece]))
  const shown = await shownIn(
    db,
    pieces.map(({ id }) => id),
  )
  const placed = <T extends { readonly recordingId: string }>(
    rows: readonly T[],
    ms: (row: T) => number,
  ) =>
    rows
      .flatMap((row) => {
        const piece = byId.get(row.recordingId)
        return piece
          ? [{ ...row, atMs: Math.round(wallMsOf(piece, ms(row))), shape: piece.shape }]
          : []
      })
      .sort((a, b) => a.atMs - b.atMs)
  const begun = pieces.map(({ id, title }) => ({ recordingId: id, tMs: 0, text: title }))
  return {
    texts: placed(shown.texts, ({ fromMs }) => fromMs),
    links: placed(shown.links, ({ fromMs }) => fromMs),
    titles: placed([...begun, ...shown.titles], ({ tMs }) => tMs)
      .filter(({ text }) => text !== '')
      .filter(({ text }, i, all) => text !== all[i - 1]?.text),
  }
}

/** 场次: what was aired and how much of it was heard; one broadcast on its time axis; a search through all that was said. */
export function broadcastRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>()
    .get('/', may('recording.read'), validator('query', Days), async (c) => {
      const query = c.req.valid('query')
      return c.json(await listBroadcasts(db, c.var.actor, { ...query, ...span(query) }), 200)
    })
    .get('/sentences', may('recording.read'), validator('query', Search), async (c) => {
      const query = c.req.valid('query')
      const { rows, next } = await searchSentences(db, c.var.actor, { ...query, ...span(query) })
      const plain = rows.map(({ clock, startedAt, ...row }) => ({
        ...row,
        saidMs: Math.round(wallMsOf({ startedAt, clock }, row.startMs)),
      }))
      return c.json({ rows: plain, next }, 200)
    })
    .get('/:id', may('recording.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      const found = await broadcastFor(db, c.var.actor, id)
      if (!found) throw new AppError('not_found', '没有这个场次，或不在您的辖区。')
      const { broadcast, pieces } = found
      const [ledger, perMinute, flags] = await Promise.all([
        ledgerOfBroadcast(db, id),
        commentsPerMinute(
          db,
          pieces.map((piece) => piece.id),
        ),
        flagMarks(db, id),
      ])
      const comments = perMinute.flatMap(({ recordingId, minute, n }) => {
        const piece = pieces.find((p) => p.id === recordingId)
        return piece ? [{ atMs: Math.round(wallMsOf(piece, minute * minuteMs)), n }] : []
      })
      return c.json({ broadcast, ledger, comments, flags }, 200)
    })
    .get('/:id/transcript', may('recording.read'), validator('param', Id), async (c) => {
      const found = await broadcastFor(db, c.var.actor, c.req.valid('param').id)
      if (!found) throw new AppError('not_found', '没有这个场次，或不在您的辖区。')
      const heard = found.pieces.flatMap((piece) =>
        piece.transcriptId ? [{ piece, transcriptId: piece.transcriptId }] : [],
      )
      const lines = await Promise.all(
        heard.map(async ({ piece, transcriptId }) =>
          (await sentencesOf(db, transcriptId)).map(({ seq, startMs, text }) => ({
            ...{ recordingId: piece.id, seq, text },
            saidMs: Math.round(wallMsOf(piece, startMs)),
          })),
        ),
      )
      return c.json({ rows: lines.flat().sort((a, b) => a.saidMs - b.saidMs) }, 200)
    })
    .get('/:id/shown', may('recording.read'), validator('param', Id), async (c) => {
      const found = await broadcastFor(db, c.var.actor, c.req.valid('param').id)
      if (!found) throw new AppError('not_found', '没有这个场次，或不在您的辖区。')
      return c.json(await shownOf(db, found.pieces), 200)
    })
}
