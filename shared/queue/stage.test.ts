import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { AppError, GiveUp, TryLater } from '#shared/errors.ts'
import { createLog, silentLog } from '#shared/log.ts'
import { openQueue } from './open.ts'
import { defineJob, type Queue } from './port.ts'
import { next, reconcile, type Stage, startReconcile, startStage } from './stage.ts'

interface Row {
  sentence?: string
  hits?: number
  failure?: string
}
interface Deps {
  readonly rows: Map<string, Row>
}

const base = { payload: z.object({ id: z.string() }), key: ({ id }: { id: string }) => id }
const hearJob = defineJob({ ...base, name: 'hear', attempts: 2, timeoutMs: 1_000 })
const judgeJob = defineJob({ ...base, name: 'judge', attempts: 2, timeoutMs: 1_000 })
type Input = z.infer<typeof base.payload>

const hear: Stage<Input, Deps> = {
  job: hearJob,
  concurrency: 2,
  pending: async ({ rows }, limit) => pending(rows, (row) => !row.sentence).slice(0, limit),
  run: async ({ id }, { rows }) => {
    if (id === 'mute') throw new GiveUp('no audio')
    rows.set(id, { ...rows.get(id), sentence: '全网最低价' })
    return [next(judgeJob, { id })]
  },
  gaveUp: async ({ id }, cause, { rows }) => {
    rows.set(id, { failure: cause instanceof Error ? cause.message : '' })
  },
}
const judge: Stage<Input, Deps> = {
  ...hear,
  job: judgeJob,
  pending: async ({ rows }) => pending(rows, (row) => !!row.sentence && row.hits === undefined),
  run: async ({ id }, { rows }) => {
    rows.set(id, { ...rows.get(id), hits: 1 })
    return []
  },
}

function pending(rows: Deps['rows'], isDue: (row: Row) => boolean): Input[] {
  return [...rows].filter(([, row]) => !row.failure && isDue(row)).map(([id]) => ({ id }))
}

const finished = { sentence: '全网最低价', hits: 1 }
const opened: Queue[] = []
const open = async (kind: string) => {
  const url = kind === 'redis' ? inject('redisUrl') : kind
  const queue = await openQueue(url, { log: silentLog, backoffMs: 1, prefix: randomUUID() })
  opened.push(queue)
  return queue
}
const capture = () => {
  const lines: Record<string, unknown>[] = []
  const log = createLog({ level: 'info', to: { write: (line) => lines.push(JSON.parse(line)) } })
  return { lines, log }
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.close()))
})

describe.each(['memory:', 'redis'])('stages on %s', (kind) => {
  test('work flows from stage to stage; what cannot be done says so in its row', async () => {
    const queue = await open(kind)
    const deps = {
      rows: new Map<string, Row>([
        ['a', {}],
        ['b', {}],
        ['mute', {}],
      ]),
    }
    for (const stage of [hear, judge]) startStage(queue, stage, deps, silentLog)
    expect(await reconcile(hear, deps, queue)).toHaveLength(3)
    await queue.idle()
    expect([...deps.rows]).toEqual([
      ['a', finished],
      ['b', finished],
      ['mute', { failure: 'no audio' }],
    ])
    expect(await reconcile(hear, deps, queue)).toEqual([])
  })

  test('a lost queue is rebuilt from the rows, wherever they stood', async () => {
    const deps = {
      rows: new Map<string, Row>([
        ['a', { sentence: '全网最低价' }],
        ['b', {}],
      ]),
    }
    const lost = await open(kind)
    await lost.add(hearJob, { id: 'b' })
    await lost.close()
    const queue = await open(kind)
    for (const stage of [hear, judge]) startStage(queue, stage, deps, silentLog)
    const stop = new AbortController()
    const stages = [hear, judge]
    const reconciling = startReconcile({
      stages,
      deps,
      queue,
      everyMs: 60_000,
      signal: stop.signal,
      log: silentLog,
    })
    while ([...deps.rows.values()].some(({ hits }) => hits === undefined)) {
      await new Promise(setImmediate)
    }
    stop.abort()
    await reconciling
    expect([...deps.rows.values()]).toEqual([finished, finished])
  })
})

test('reconcile adds no more than its limit, and what waits already only once', async () => {
  const queue = await open('memory:')
  const deps = {
    rows: new Map<string, Row>([
      ['a', {}],
      ['b', {}],
      ['c', {}],
    ]),
  }
  expect(await reconcile(hear, deps, queue, 2)).toHaveLength(2)
  expect(await reconcile(hear, deps, queue, 2)).toHaveLength(2)
  expect((await queue.counts(hearJob)).waiting).toBe(2)
})

test('one line per run, with what a person asks: stage, key, attempt, duration, next, error', async () => {
  const queue = await open('memory:')
  const { lines, log } = capture()
  const troubles = [new TryLater(1, 'no transcriber'), new Error('disk is full')]
  const run: typeof hear.run = async (...args) => {
    const trouble = troubles.shift()
    if (trouble) throw trouble
    return await hear.run(...args)
  }
  startStage(queue, { ...hear, run }, { rows: new Map() }, log)
  startStage(queue, judge, { rows: new Map() }, silentLog)
  await queue.add(hearJob, { id: 'a' })
  await queue.add(hearJob, { id: 'mute' })
  await queue.idle()
  const told = lines.map(({ msg, key, attempt, next }) => ({ msg, key, attempt, next }))
  expect(told).toEqual(
    expect.arrayContaining([
      { msg: 'later', key: 'a', attempt: 1 },
      { msg: 'failed', key: 'mute', attempt: 1 },
      { msg: 'failed', key: 'mute', attempt: 2 },
      { msg: 'gave up', key: 'mute' },
      { msg: 'done', key: 'a', attempt: 1, next: ['judge'] },
    ]),
  )
  expect(told).toHaveLength(5)
  for (const line of lines.filter(({ msg }) => msg !== 'gave up')) {
    expect(line).toMatchObject({ stage: 'hear', ms: expect.any(Number) })
  }
})

test('a finished run is not repeated because the queue could not take what follows', async () => {
  const queue = await open('memory:')
  const { lines, log } = capture()
  const deps = { rows: new Map<string, Row>() }
  const down = async () => {
    throw new AppError('unavailable', 'Redis does not answer')
  }
  startStage({ ...queue, add: down }, hear, deps, log)
  await queue.add(hearJob, { id: 'a' })
  await queue.idle()
  expect(lines).toMatchObject([{ msg: 'done', attempt: 1, unsent: 'Redis does not answer' }])
  expect(await judge.pending(deps, 10)).toEqual([{ id: 'a' }])
})

test('an outage costs reconcile one round of one stage', async () => {
  const queue = await open('memory:')
  const deps = { rows: new Map<string, Row>([['a', { sentence: '…' }]]) }
  const stop = new AbortController()
  const { lines, log } = capture()
  let rounds = 0
  const flaky: Stage<Input, Deps> = {
    ...hear,
    pending: async () => {
      rounds += 1
      if (rounds === 3) stop.abort()
      throw new Error('database is down')
    },
  }
  await startReconcile({
    stages: [judge, flaky],
    deps,
    queue,
    everyMs: 1,
    signal: stop.signal,
    log,
  })
  expect(rounds).toBe(3)
  expect(lines.filter(({ msg }) => msg === 'reconcile failed')).toHaveLength(3)
  expect((await queue.counts(judgeJob)).waiting).toBe(1)
})
