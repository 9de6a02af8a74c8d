import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { addRecording, getRecording, updateRecording } from '#shared/db/recordings.ts'
import { TryLater } from '#shared/errors.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { cutShort, makeClip } from '#shared/testing/media.ts'
import { ingestStage } from './stage.ts'

const { signal } = new AbortController()
const startedAt = new Date('2026-03-11T19:00:00+08:00')

let house: OpenDb
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-growing-'))
  house = await openDb(newLiteUrl())
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

test('what a recorder went on with while it was read is read again, and never taken for the whole', async () => {
  const { db } = house
  const whole = await makeClip(join(dir, 'whole.ts'), { seconds: 12 })
  const path = await cutShort(whole, join(dir, 'a.ts'), 0.4)
  const room = await aRoom(db, '在录直播间')
  const facts = { bytes: 1, danmakuPath: null, captionsPath: null, title: '', goods: null }
  const filed = { roomId: room.id, path, sha256: '1'.repeat(64), startedAt, ...facts }
  const { recording } = await addRecording(db, {
    ...{ ...filed, startedAtSource: 'file-name', sessionKey: null, captureId: null },
    createdAt: startedAt,
  })
  const deps = { db, now: () => startedAt, pseudonym: (sender: string) => sender }
  const run = () => ingestStage.run({ recordingId: recording.id }, deps, signal)

  const reading = run()
  await updateRecording(db, recording.id, { sha256: '2'.repeat(64) })
  await expect(reading).rejects.toBeInstanceOf(TryLater)
  expect(await getRecording(db, recording.id)).toMatchObject({ ingestState: 'registered' })

  // Neither is it refused for what it was.
  await writeFile(path, '<!doctype html>')
  const refusing = run()
  await updateRecording(db, recording.id, { sha256: '3'.repeat(64) })
  await expect(refusing).rejects.toBeInstanceOf(TryLater)

  await copyFile(whole, path)
  await run()
  const read = await getRecording(db, recording.id)
  expect(read?.ingestState).toBe('done')
  expect(Math.abs((read?.durationMs ?? 0) - 12_000)).toBeLessThan(100)
})
