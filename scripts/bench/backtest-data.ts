import pg from 'pg'
import { type OpenDb, openDb } from '../../shared/db/client.ts'
import { aRecording, aRoom } from '../../shared/testing/factories.ts'
import { makeTalk } from './talk.ts'
import { makeLexicon, makeTexts } from './words.ts'

/** Four hours of talk at 250 characters a minute. */
export const charsPerBroadcast = 60_000
const commentsPerBroadcast = 100
const rooms = 200
const hourMs = 3_600_000

/**
 * Sentences of about 19 characters: two thirds a host’s, one in 60 of them a lead, one third of words that mean nothing.
 * Broadcasts are cut out of these two million characters at different places; nothing in the backtest remembers texts,
 * so that repeats do not make it faster.
 */
export function talkPool(): {
  readonly sentences: readonly string[]
  readonly comments: readonly string[]
} {
  const talk = makeTalk(1_400_000)
  const invented = makeTexts(700_000, 20, makeLexicon(1000).slice(0, 100))
  const sentences = talk.flatMap((text, i) => {
    const other = i % 2 === 0 ? invented[i >> 1] : undefined
    return other === undefined ? [text] : [text, other]
  })
  return { sentences, comments: sentences.map((text) => text.slice(0, 12)) }
}

/** Fills a new database with so many broadcasts of the last 30 days; gives the number of characters in it. */
export async function fillDatabase(url: string, broadcasts: number, now: Date): Promise<number> {
  const { sentences, comments } = talkPool()
  const house = await openDb(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let chars = 0
  try {
    for (let i = 0; i < broadcasts; i++) {
      const recordingId = await aBroadcast(house, i, broadcasts, now)
      const said: string[] = []
      let length = 0
      for (let at = (i * 7919) % sentences.length; length < charsPerBroadcast; at++) {
        const text = sentences[at % sentences.length] ?? ''
        said.push(text)
        length += text.length
      }
      const chat = Array.from(
        { length: commentsPerBroadcast },
        (_, k) => comments[(i * 104_729 + k * 31) % comments.length] ?? '',
      )
      chars += length + chat.reduce((sum, text) => sum + text.length, 0)
      await store(client, recordingId, said, chat, length)
    }
    await client.query('analyze')
  } finally {
    await client.end()
    await house.close()
  }
  return chars
}

async function aBroadcast({ db }: OpenDb, i: number, of: number, now: Date): Promise<string> {
  const room = await aRoom(db, `回测 ${i % rooms}`)
  const perRoom = Math.ceil(of / rooms)
  const day = Math.floor(i / rooms) % Math.max(1, perRoom)
  const startedAt = new Date(now.getTime() - (day + 1) * 23 * hourMs + (i % rooms) * 1000)
  return (await aRecording(db, room.id, startedAt)).id
}

async function store(
  client: pg.Client,
  recordingId: string,
  said: readonly string[],
  chat: readonly string[],
  chars: number,
): Promise<void> {
  await client.query(
    `with t as (
       insert into transcripts (recording_id, engine, sentence_count, chars)
       values ($1, 'bench', $2, $3) returning id
     ), u as (
       update recordings set transcript_id = t.id, transcript_state = 'done' from t where recordings.id = $1
     )
     insert into sentences (transcript_id, seq, start_ms, end_ms, text, timing)
     select t.id, o - 1, (o - 1) * 4600, o * 4600 - 300, said, 'segment'
     from t, unnest($4::text[]) with ordinality as x (said, o)`,
    [recordingId, said.length, chars, said],
  )
  await client.query(
    `insert into comments (recording_id, seq, t_ms, kind, text, staff)
     select $1, o, o * 120000, 'chat', said, false from unnest($2::text[]) with ordinality as x (said, o)`,
    [recordingId, chat],
  )
}
