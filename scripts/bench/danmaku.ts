import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { maskContacts } from '../../shared/danmaku/privacy.ts'
import { readDanmaku } from '../../shared/danmaku/read.ts'
import { residentMb, spent } from './cpu.ts'
import { printTable } from './table.ts'
import { danmakuXml } from './xml.ts'

const messages = 1_000_000

/** A million messages as BililiveRecorder writes them, read by the tolerant reader and by a regular expression a line. */
export async function benchDanmaku(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-danmaku-'))
  try {
    const path = join(dir, '录制-33090301-20260311-190952-000-压力测试.xml')
    const file = await open(path, 'w')
    for (const piece of danmakuXml(messages, 4 * 3_600_000)) await file.write(piece)
    await file.close()
    const { size } = await stat(path)
    const before = residentMb()
    const tolerant = await spent(() => readAll(path, (text) => text.length))
    const masked = await spent(() => readAll(path, (text) => maskContacts(text).length))
    const plain = await spent(() => readLines(path))
    const row = (name: string, { value, own }: typeof tolerant) =>
      [name, value, value / own, size / 1e6 / own, own / plain.own] as const
    printTable(
      `Danmaku: ${messages.toLocaleString('en')} messages of BililiveRecorder, ${(size / 1e6).toFixed(0)} MB; memory grew ${(residentMb() - before).toFixed(0)} MB`,
      ['reader', 'messages', 'messages/CPU s', 'MB/CPU s', '× time of the plain pass'],
      [
        row('readDanmaku', tolerant),
        row('readDanmaku, contacts masked', masked),
        row('readline and one RegExp', plain),
      ],
    )
  } finally {
    await rm(dir, { recursive: true })
  }
}

async function readAll(path: string, use: (text: string) => number): Promise<number> {
  let count = 0
  const { comments } = await readDanmaku(path)
  for await (const { text } of comments) if (use(text) > 0) count++
  return count
}

/** What a reader that trusts the file needs: time, text and sender, entities left as they are. */
async function readLines(path: string): Promise<number> {
  const message = /<d p="([\d.]+),[^"]*,(\d+),\d+"[^>]*>([^<]*)<\/d>/
  let count = 0
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const found = message.exec(line)
    if (found && Number(found[1]) >= 0 && (found[3] ?? '').length > 0) count++
  }
  return count
}
