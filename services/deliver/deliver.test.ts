import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAlerts, openAlerts } from '#shared/db/alerts.ts'
import type { Db, OpenDb } from '#shared/db/client.ts'
import { listDeliveries } from '#shared/db/deliveries.ts'
import { setFlagState } from '#shared/db/flags.ts'
import { captureGaps, captures, notices, recordings } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { DeliveriesPolicy } from '#shared/domain/delivery.ts'
import { type Disk, IntakePolicy } from '#shared/domain/intake-policy.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { ReportPolicy } from '#shared/domain/report-policy.ts'
import type { Post } from '#shared/outbound/send.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { onPostgres } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { type FakeSmtp, fakeSmtp } from '#shared/testing/fake-smtp.ts'
import { actOnReport } from '../report/act.ts'
import { buildReport } from '../report/build.ts'
import { reportDeps } from '../report/testing.ts'
import { watchStage } from '../watch/stage.ts'
import { retryDelivery } from './retry.ts'
import { deliverStage } from './stage.ts'

const { versions } = await loadPolicy('policies/deliveries.yaml', policyFile(DeliveriesPolicy))
const report = await loadPolicy('policies/report.yaml', policyFile(ReportPolicy))
const intakePolicy = await loadPolicy('policies/intake.yaml', IntakePolicy)
const chief: Actor = { name: '局长', roles: ['approver', 'leader'], region: 'zhoushan' }
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const { signal } = new AbortController()

onPostgres('alerts and deliveries', (open) => {
  let house: OpenDb
  let db: Db
  let smtp: FakeSmtp
  let hook = ''
  let status = 200
  const hooked: string[] = []
  const receiver = createServer((request, response) => {
    hooked.push(String(request.headers['idempotency-key']))
    request.resume().on('end', () => response.writeHead(status).end())
  })
  let at = Date.parse('2026-03-12T08:00:00+08:00')
  const roomy: Disk = { freeBytes: 9e11, totalBytes: 1e12 }
  let disk = roomy

  beforeAll(async () => {
    house = await open()
    db = house.db
    smtp = await fakeSmtp('lvbo', 'secret')
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    hook = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  })
  afterAll(async () => {
    await smtp.close()
    await new Promise<void>((resolve) => receiver.close(() => resolve()))
    await house.close()
  })

  const deps = () => ({
    ...{ db, now: () => new Date(at), region: 'zhoushan', regions: new Map<string, string>() },
    ...{ intakePolicy, disk: async () => disk, reporting: { reports: report.versions } },
    names: { region: (path: string) => path, category: (id: string) => id },
    post: {
      mail: { url: smtp.url, from: 'lvbo@example.gov.cn' },
      ...{ secrets: new Map([['oa', 'a secret of some length']]), dropDir: null },
    } satisfies Post,
    deliveries: versions.map((one) => ({
      ...one,
      allow: [hook],
      recipients: [
        {
          ...{ id: 'duty', name: '值班', region: 'zhoushan', alerts: ['red-line' as const] },
          way: { kind: 'mail' as const, to: ['duty@example.gov.cn'] },
          reports: { periods: ['day' as const], files: ['json' as const], below: false },
        },
        {
          ...{
            id: 'oa',
            name: '办公系统',
            region: 'zhoushan/putuo',
            alerts: ['red-line' as const],
          },
          way: { kind: 'webhook' as const, url: `http://${hook}/in` },
        },
      ],
    })),
  })
  const watch = async () => {
    const todo = await watchStage.pending(deps(), 10)
    for (const job of todo) await watchStage.run(job, deps(), signal)
    return todo.length
  }
  const send = async () => {
    const todo = await deliverStage.pending(deps(), 100)
    for (const job of todo) await deliverStage.run(job, deps(), signal)
    return todo.length
  }
  const sent = async () =>
    (await listDeliveries(db, chief, { limit: 100 })).map(
      ({ recipient, state, attempts }) => `${recipient} ${state} ${attempts}`,
    )
  const openKinds = async () => (await openAlerts(db)).map(({ kind }) => kind).toSorted()

  test('a red line is told once, by mail and to the county’s system, and nobody else', async () => {
    const room = await aRoom(db, '红线间', { now: new Date(at) })
    const recording = await aRecording(db, room.id, new Date(at - 2 * hour))
    const flagId = await aFlag(db, recording, { severity: 5 }, new Date(at))
    const far = await aRoom(db, '外县间', { region: 'zhoushan/dinghai', now: new Date(at) })
    const other = await aRecording(db, far.id, new Date(at - 3 * hour))
    await aFlag(db, other, { severity: 4 }, new Date(at))

    expect(await watch()).toBe(1)
    expect(await watch()).toBe(0)
    expect(await openKinds()).toEqual(['red-line'])
    expect(await send()).toBe(2)
    expect(await send()).toBe(0)
    expect((await sent()).toSorted()).toEqual(['duty sent 1', 'oa sent 1'])
    expect(smtp.taken).toMatchObject([{ to: ['duty@example.gov.cn'] }])
    expect(hooked).toHaveLength(1)
    const [row] = await listDeliveries(db, { region: 'zhoushan/putuo' }, { limit: 1 })
    expect(row?.confirmation).toMatch(/^(200|250 2\.0\.0 queued)/)
    expect(await listDeliveries(db, { region: 'zhoushan/dinghai' }, { limit: 1 })).toEqual([])

    await setFlagState(db, flagId, 'dismissed')
    await watch()
    expect(await openKinds()).toEqual([])
    const { rows, open } = await listAlerts(db, chief, { closedHours: 1, limit: 9 }, new Date(at))
    expect(open).toBe(0)
    expect(rows).toMatchObject([{ kind: 'red-line', key: flagId, closedAt: new Date(at) }])
    expect((await sent()).length).toBe(2)
  })

  test('a receiver that is away is tried again, farther and farther apart, then given up; a person tries anew', async () => {
    status = 503
    const room = await aRoom(db, '又红线', { now: new Date(at) })
    const recording = await aRecording(db, room.id, new Date(at - 2 * hour))
    await aFlag(db, recording, { severity: 5 }, new Date(at))
    await watch()
    hooked.splice(0)
    const waits: number[] = []
    for (let before = at; ; before = at) {
      while ((await send()) === 0) at += minute
      if (waits.push((at - before) / minute) >= 10) break
    }
    expect(waits.slice(0, 6)).toEqual([0, 1, 2, 4, 8, 16])
    expect(Math.max(...waits)).toBeLessThanOrEqual(360)
    expect(await sent()).toContain('oa failed 10')
    // However often it was tried, the receiver could tell that it was one letter.
    expect(hooked).toHaveLength(10)
    expect(new Set(hooked).size).toBe(1)
    const [failed] = await listDeliveries(db, chief, { state: 'failed', limit: 1 })
    expect(failed?.failure).toContain('503')

    status = 200
    await retryDelivery(deps(), chief, failed?.id ?? '')
    await send()
    const [again] = await listDeliveries(db, chief, { state: 'failed', limit: 1 })
    expect(again).toBeUndefined()
    await expect(retryDelivery(deps(), chief, failed?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
    })
    const away = { ...chief, region: 'zhoushan/dinghai' }
    await expect(retryDelivery(deps(), away, failed?.id ?? '')).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('two workers send one thing once', async () => {
    const room = await aRoom(db, '三红线', { now: new Date(at) })
    const recording = await aRecording(db, room.id, new Date(at - 2 * hour))
    await aFlag(db, recording, { severity: 5 }, new Date(at))
    await watch()
    const before = [smtp.taken.length, hooked.length]
    const todo = await deliverStage.pending(deps(), 100)
    expect(todo).toHaveLength(2)
    await Promise.all([...todo, ...todo].map((job) => deliverStage.run(job, deps(), signal)))
    expect([smtp.taken.length, hooked.length]).toEqual(before.map((n) => n + 1))
  })

  test('broken capture, standing queue, full disk, a notice about to run out: each while it lasts', async () => {
    const room = await aRoom(db, '断流间', { now: new Date(at) })
    const [capture] = await db
      .insert(captures)
      .values({
        ...{ roomId: room.id, address: 'https://example.com/a.flv', nextTryAt: new Date(at) },
        createdAt: new Date(at),
      })
      .returning()
    const fromAt = new Date(at - 11 * minute)
    const gap = { captureId: capture?.id ?? '', fromAt, reason: '主机无应答' }
    await db.insert(captureGaps).values(gap)
    await aRecording(db, room.id, new Date(at - 40 * day))
    await db
      .update(recordings)
      .set({ createdAt: new Date(at - 13 * hour), transcriptState: 'wanted' })
    const due = (hours: number) => ({
      ...{ roomId: room.id, state: 'served' as const, items: [], demand: '', clock: 'rectify' },
      ...{ draftedBy: '承办', draftedAt: new Date(at), dueAt: new Date(at + hours * hour) },
    })
    await db.insert(notices).values([due(47), due(49), due(-1)])
    disk = { ...roomy, freeBytes: 1e9 }
    await watch()
    expect((await openKinds()).filter((kind) => kind !== 'red-line')).toEqual([
      'capture',
      ...new Array(2).fill('clock'),
      'disk',
      ...new Array(2).fill('queue'),
    ])
    const clocks = (await openAlerts(db)).filter(({ kind }) => kind === 'clock')
    const words = clocks.map(({ title, detail }) => `${title} ${detail}`)
    expect(words.toSorted().map((text) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, '#'))).toEqual([
      '整改告知已逾期：断流间 时限至 #，已过。',
      '整改告知时限将至：断流间 # 到期。',
    ])
    disk = { ...roomy, freeBytes: 1.1e9 }
    expect(await watch()).toBe(0)
    disk = roomy
    await db.update(captureGaps).set({ toAt: new Date(at) })
    await db.update(notices).set({ state: 'answered' })
    await db.update(recordings).set({ transcriptState: 'done' })
    await watch()
    expect((await openKinds()).filter((kind) => kind !== 'red-line')).toEqual([])
  })

  test('a signed report leaves once it is frozen, with its file, and not before', async () => {
    const reporting = await reportDeps(db, { now: new Date(at) })
    const key = { period: 'day' as const, day: '2026-03-11', region: 'zhoushan' }
    const draft = await buildReport(reporting, key)
    const seen = (of: { version: number; builtAt: Date }) => ({
      ...{ version: of.version, builtAt: of.builtAt },
    })
    const reviewed = await actOnReport(
      reporting,
      key,
      { verb: 'review', ...seen(draft) },
      {
        ...{ name: '复核', roles: ['second_reviewer'], region: 'zhoushan' },
      },
    )
    await actOnReport(reporting, key, { verb: 'sign', ...seen(reviewed) }, chief)
    await watch()
    const ofReport = async () =>
      (await listDeliveries(db, chief, { limit: 100 })).filter(({ kind }) => kind === 'report')
    expect(await ofReport()).toEqual([])
    const { freezeMinutes = 0 } = report.versions[0] ?? {}
    at += freezeMinutes * minute
    await watch()
    const before = smtp.taken.length
    await send()
    expect(await ofReport()).toMatchObject([{ recipient: 'duty', state: 'sent', attempts: 1 }])
    expect(smtp.taken).toHaveLength(before + 1)
    const mail = smtp.taken.at(-1)?.data ?? ''
    expect(mail).toContain('lvbo-day-2026-03-11-zhoushan-v1.json')
    expect(await watch()).toBe(0)
  })
})
