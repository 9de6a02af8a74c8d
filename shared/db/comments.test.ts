import { afterAll, beforeAll, expect, test } from 'vitest'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import type { OpenDb } from './client.ts'
import { addComments, commentsAfter, type NewComment } from './comments.ts'

const texts = ['', 'NULL', '{甲,"乙"}', "it's \\ 'x'", '换\n行\t', '🐟', ' 前后 ']

onBothDatabases('comments', (open) => {
  let house: OpenDb
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  test('what is read equals what was stored, whatever signs are in it', async () => {
    const { db } = house
    const recording = await aRecording(db, (await aRoom(db, '弹幕直播间')).id, new Date())
    const written = texts.map(
      (text, seq): NewComment => ({
        ...{ seq, text, kind: 'chat', staff: seq % 2 === 0 },
        ...{ tMs: seq * 1000 - 1500, atMs: seq === 1 ? null : 1_773_227_392_000 + seq },
        sender: seq === 2 ? null : text,
      }),
    )
    await addComments(db, recording.id, written)
    const read = await commentsAfter(db, recording.id, ['chat'], -1, 100)
    expect(read).toEqual(written.map((one) => ({ ...one, recordingId: recording.id })))
  })
})
