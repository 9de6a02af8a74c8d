import type { Db } from '#shared/db/client.ts'
import { commentsBetween } from '#shared/db/comments.ts'
import { flagForPeople } from '#shared/db/flags.ts'
import { hitsOfFlag } from '#shared/db/hits.ts'
import type { Scope } from '#shared/db/scope.ts'
import { sentencesBetween } from '#shared/db/transcripts.ts'
import { verdictLog } from '#shared/db/verdicts.ts'
import { AppError } from '#shared/errors.ts'
import { adviceOn } from './advice.ts'
import { articlesAt, categoryOf, type Rulebook } from './rulebook.ts'

/** What was said and written this long before and after the phrase is shown beside it. */
const contextMs = 60_000

/** One flag with all a person needs to decide: the words around it, the comments, the law then in force, the log. */
export async function flagView(
  deps: { readonly db: Db; readonly rulebook: Rulebook; readonly now: () => Date },
  reader: Scope & { readonly name: string },
  id: string,
) {
  const { db, rulebook } = deps
  const flag = await flagForPeople(db, reader, id)
  if (!flag) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
  const { transcriptId, clip, ...rest } = flag
  const fromMs = Math.max(0, flag.startMs - contextMs)
  const toMs = flag.endMs + contextMs
  const category = categoryOf(rulebook, flag.category)
  const log = await verdictLog(db, id)
  return {
    ...rest,
    categoryName: category?.name ?? flag.category,
    wording: category?.wording ?? '疑似',
    ask: category?.ask ?? [],
    penalty: category?.penalty ?? '',
    articlesInForce: articlesAt(rulebook, flag.articles, flag.saidAt, deps.now()),
    clip: clip && {
      id: clip.id,
      fromMs: clip.fromMs,
      toMs: clip.toMs,
      markStartMs: clip.markStartMs,
      markEndMs: clip.markEndMs,
      files: clip.files.map(({ key: _, ...file }, index) => ({ ...file, index })),
    },
    hits: (await hitsOfFlag(db, id)).map(
      ({ recordingId, channel, startMs, endMs, saidAt, quote, quoteStart, quoteEnd, stage }) => ({
        recordingId,
        channel,
        startMs,
        endMs,
        quote,
        saidAt,
        quoteStart,
        quoteEnd,
        stage,
      }),
    ),
    sentences: transcriptId ? await sentencesBetween(db, transcriptId, fromMs, toMs) : [],
    comments: await commentsBetween(db, flag.recordingId, fromMs, toMs),
    log,
    ...(await adviceOn(db, id, log, reader.name)),
  }
}
