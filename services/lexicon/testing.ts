import { createHash, randomUUID } from 'node:crypto'
import type { Db } from '#shared/db/client.ts'
import { getFlag, setFlagState } from '#shared/db/flags.ts'
import { actOnLexicon, addDraft, publishedLexicon } from '#shared/db/lexicons.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { appendVerdict } from '#shared/db/verdicts.ts'
import { LexiconDocument } from '#shared/domain/lexicon.ts'
import { versionOf } from '#shared/lexicon/load.ts'

/** A lexicon of one rule a word, in one category, whose own sentences come out right. */
export function wordsLexicon(words: readonly string[], change: Record<string, unknown> = {}) {
  return LexiconDocument.parse({
    concepts: { 词: words },
    exceptions: [
      {
        ...{ id: 'never', name: '不用', source: '测试', reason: '测试' },
        ...{ where: 'text', patterns: ['从不出现的话'] },
      },
    ],
    variants: { staff: ['客服'], clauseOpeners: ['但是'], corrections: ['刚才说错了'] },
    calendars: [],
    categories: [{ id: 'false-lowest-price', severity: 3, mode: 'assert' }],
    rules: [
      {
        category: 'false-lowest-price',
        rules: words.map((word) => ({
          id: `r-${createHash('sha256').update(word).digest('hex').slice(0, 8)}`,
          name: word,
          match: [word],
          examples: {
            match: [`就是${word}`, `真的${word}哦`, `${word}来了`],
            clean: ['今天天气好', '欢迎来到直播间', '这是紫菜'],
          },
          ...change,
        })),
      },
    ],
  })
}

/** Drafts a lexicon and puts it in force, past the gate. */
export async function putInForce(db: Db, source: ReturnType<typeof wordsLexicon>, at: Date) {
  const version = versionOf(source)
  const { lexicon } = await addDraft(db, { version, source, author: '甲', reason: '测试' }, at)
  const instead = (await publishedLexicon(db))?.version ?? null
  await actOnLexicon(db, lexicon, { act: 'publish', by: '甲', reason: '测试', instead }, at)
  return version
}

/** What was said in a recording, a sentence every ten seconds. */
export async function say(db: Db, recordingId: string, ...sentences: readonly string[]) {
  const heard = sentences.map((text, i) => ({
    ...{ startMs: i * 10_000, endMs: i * 10_000 + 3000, text, timing: 'segment' as const },
  }))
  return saveTranscript(db, recordingId, 'captions', heard)
}

/** A person's verdict on a flag, in force at once. */
export async function judgeAs(
  db: Db,
  flagId: string,
  verdict: 'confirmed' | 'dismissed',
  at: Date,
): Promise<void> {
  const flag = await getFlag(db, flagId)
  if (!flag) throw new Error('no such flag')
  const entry = { id: randomUUID(), flagId, verdict, reason: '', by: '张三', batch: null }
  const times = { atMs: at.getTime(), effectiveAtMs: at.getTime(), supersedes: null }
  await appendVerdict(db, { ...entry, ...times }, flag.roomId)
  await setFlagState(db, flagId, verdict)
}
