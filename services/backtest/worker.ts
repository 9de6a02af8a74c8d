import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openDb } from '#shared/db/client.ts'
import { textsOf, timesOf } from '#shared/db/spoken-texts.ts'
import { addTallies, type BacktestTally, emptyTally } from '#shared/domain/backtest.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { openTagger, readTwice } from '../detect/tagger.ts'
import { compareBroadcasts, type WordSource } from './compare.ts'
import { pairOf, type Version } from './pair.ts'

export interface WorkerTask {
  readonly before: Version
  readonly after: Version
  /** Null where only the first thread may open the database: words are then asked of it. */
  readonly databaseUrl: string | null
}

export interface PartOrder {
  readonly part: { readonly no: number; readonly broadcastIds: readonly string[] }
}

/** What the first thread answers to an `ask`. */
export interface Answer {
  readonly answer: number
  readonly rows: readonly unknown[]
  readonly failure?: string
}

export type FromWorker =
  | { readonly done: number; readonly tally: BacktestTally }
  | { readonly failed: number; readonly message: string }
  | { readonly ask: number; readonly what: keyof WordSource; readonly ids: readonly string[] }

/** Asks the first thread for words, one question at a time or several. */
function askingSource(port: MessagePort): WordSource {
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  port.on('message', (message: Answer | PartOrder | 'end') => {
    if (message === 'end' || !('answer' in message)) return
    waiting.get(message.answer)?.(message)
    waiting.delete(message.answer)
  })
  const ask = async <T>(what: keyof WordSource, ids: readonly string[]): Promise<readonly T[]> => {
    asked++
    const answered = new Promise<Answer>((resolve) => waiting.set(asked, resolve))
    port.postMessage({ ask: asked, what, ids } satisfies FromWorker)
    const { rows, failure } = await answered
    if (failure !== undefined) throw new Error(failure)
    return rows as readonly T[]
  }
  return { texts: (ids) => ask('texts', ids), times: (ids) => ask('times', ids) }
}

async function work(port: MessagePort, { before, after, databaseUrl }: WorkerTask) {
  // First of all: once anybody listens to the port, an order that nobody waits for yet is lost.
  const tokenizer = openTokenizer()
  const tagger = await openTagger(tokenizer)
  const house = databaseUrl === null ? null : await openDb(databaseUrl)
  const source: WordSource = house
    ? { texts: (ids) => textsOf(house.db, ids), times: (ids) => timesOf(house.db, ids) }
    : askingSource(port)
  const pair = pairOf(before, after, (lexicon) => readTwice(lexicon, tagger))
  port.on('message', async (message: PartOrder | Answer | 'end') => {
    if (message === 'end') {
      await house?.close()
      port.close()
      return
    }
    if (!('part' in message)) return
    const { no, broadcastIds } = message.part
    try {
      const tallies = await compareBroadcasts(pair, source, broadcastIds, tokenizer)
      const tally = tallies.reduce(addTallies, emptyTally)
      port.postMessage({ done: no, tally } satisfies FromWorker)
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      port.postMessage({ failed: no, message: text } satisfies FromWorker)
    }
  })
}

if (parentPort) await work(parentPort, workerData as WorkerTask)
