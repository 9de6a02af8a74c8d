import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { z } from 'zod'
import { dataDirOf } from '#shared/config/env.ts'
import { Channel, Goods } from '#shared/domain/channel.ts'
import { AppError } from '#shared/errors.ts'
import { compileKept, keptIn, loadKept } from '#shared/lexicon/kept.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { detect } from '#shared/text/detect.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { openTagger, readTwice } from '../detect/tagger.ts'
import type { Io } from './context.ts'
import { registerOptions } from './options.ts'

const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  channel: Channel.default('speech'),
  goods: Goods.optional(),
})

const shipped = fileURLToPath(new URL('../../lexicons', import.meta.url))

/** The lexicon that comes with the program, compiled, with its second reading and the rulebook it belongs to. */
export async function shippedLexicon(dataDir: string) {
  const kept = keptIn(dataDir)
  const { source, ...rulebook } = await loadKept(shipped, kept)
  const tokenizer = openTokenizer()
  const tagger = await openTagger(tokenizer)
  const lexicon = readTwice(await compileKept(source, versionOf(source), kept), tagger)
  return { lexicon, tagger, tokenizer, rulebook }
}

/** `detect`: JSON Lines in, JSON Lines out; one bad line is one error line, the rest goes on. */
export function detectCommand(command: Command, io: Io): void {
  command
    .option(
      '--input <file>',
      'JSON Lines 文件,缺省读标准输入 / JSON Lines, default: standard input',
    )
    .option('--goods <goods>', `缺省商品类别 / default goods: ${Goods.options.join(', ')}`)
    .option(
      '--candidates',
      '规则没有说话处,另列学习标注器的候选 / also what the learned tagger proposes where rules are silent',
    )
    .action(async (options: { input?: string; goods?: string; candidates?: boolean }) => {
      const { goods } = registerOptions(options)
      const { lexicon, tagger, tokenizer } = await shippedLexicon(dataDirOf(io.env))
      const input = options.input
        ? createReadStream(options.input, 'utf8')
        : Readable.from(io.stdin)
      let number = 0
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        number++
        if (text.trim() === '') continue
        const line = readLine(text)
        if (typeof line === 'string') {
          io.out(`${JSON.stringify({ line: number, error: line })}\n`)
          continue
        }
        const utterance = { goods, ...line }
        const found = detect(lexicon, utterance, tokenizer)
        const hits = found.map(
          ({ category, start, end, text: words, rule, severity, mode, suppressed }) => ({
            category,
            start,
            end,
            text: words,
            rule,
            severity,
            mode,
            ...(suppressed ? { suppressed } : {}),
          }),
        )
        const candidates = options.candidates
          ? tagger.propose(lexicon, utterance, found).map(({ kind: _, ...candidate }) => candidate)
          : undefined
        io.out(`${JSON.stringify({ id: line.id, hits, candidates })}\n`)
        if (io.signal.aborted) throw new AppError('unavailable', '已中断。')
      }
    })
}

function readLine(text: string): z.infer<typeof Line> | string {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return '不是一行完整的 JSON'
  }
  const parsed = Line.safeParse(data)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return `${issue?.path.join('.') || '整行'}:${issue?.message}`
}
