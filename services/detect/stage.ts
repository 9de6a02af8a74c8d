import { lockBroadcast } from '#shared/db/broadcast-words.ts'
import { replaceCandidates } from '#shared/db/candidates.ts'
import type { Db } from '#shared/db/client.ts'
import { coverageOf, saveCoverage } from '#shared/db/coverage.ts'
import { flagsWithoutClip, replaceFlags } from '#shared/db/flags.ts'
import { broadcastHits, liveHits, replaceHits } from '#shared/db/hits.ts'
import { replaceLinks } from '#shared/db/links.ts'
import {
  getRecording,
  markFailed,
  pendingDetection,
  type Recording,
  setViewerLag,
  updateRecording,
} from '#shared/db/recordings.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { hasShadowRun, pendingShadow, saveShadowRun } from '#shared/db/shadow.ts'
import { replaceSignals } from '#shared/db/signals.ts'
import type { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import type { Category } from '#shared/domain/category.ts'
import type { CoverageSpan } from '#shared/domain/coverage.ts'
import {
  type DetectionPolicy,
  detectionKey,
  redetectFrom,
  wantsDetection,
} from '#shared/domain/detection-policy.ts'
import type { LinkFinding } from '#shared/domain/link.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'
import { findPolicy, policyOn } from '#shared/domain/policy.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import { TryLater } from '#shared/errors.ts'
import { detectJob, evidenceJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { absenceFlags, absencesOf } from './absences.ts'
import { detectRecording } from './broadcast.ts'
import { candidatesOfRecording, doubtfulHits } from './candidates.ts'
import { groupHits } from './group.ts'
import { signalsOfRecording } from './hall.ts'
import { viewerLagOf } from './lag.ts'
import { type LinkLead, withLinks } from './links.ts'
import { compareShadow } from './shadow.ts'
import type { Shelf } from './shelf.ts'
import { hitRows, spokenOf } from './spoken.ts'
import type { Tagger } from './tagger.ts'

export interface DetectDeps {
  readonly db: Db
  readonly shelf: Shelf
  readonly tokenizer: Tokenizer
  readonly rulebook: { readonly categories: readonly Category[] }
  readonly detection: readonly DetectionPolicy[]
  /** Without a version in force comments are judged one by one only. */
  readonly audience: readonly AudiencePolicy[]
  /** Without a version in force links are neither written down nor leads. */
  readonly links: readonly LinkPolicy[]
  /** Asked for only where it has something to say. */
  readonly tagger: () => Promise<Tagger>
  readonly now: () => Date
}

/**
 * Judges one recording's words with the published lexicon, and makes its broadcast's flags what all its hits say. While
 * another version is in shadow, it is compared with what then stands.
 */
export const detectStage: Stage<{ recordingId: string }, DetectDeps> = {
  job: detectJob,
  concurrency: 1,
  async pending(deps, limit) {
    const { published, shadow } = await deps.shelf.versions()
    const todo = await pendingDetection(deps.db, published, recent(deps), limit)
    if (shadow === null || todo.length === limit) return todo
    return [...todo, ...(await pendingShadow(deps.db, shadow, recent(deps), limit - todo.length))]
  },

  async run({ recordingId }, deps, signal) {
    const { db, shelf } = deps
    const recording = await getRecording(db, recordingId)
    const room = recording && (await getRoom(db, recording.roomId))
    if (!recording?.broadcastId || !room || recording.ingestState !== 'done') return []
    const { broadcastId } = recording
    const { published } = await shelf.versions()
    const wanted = wantsDetection(recording, published, recent(deps))
    const key = wanted ? await judge(deps, { ...recording, broadcastId }, room, signal) : null
    await compare(deps, { ...recording, detectedKey: key ?? recording.detectedKey }, room, signal)
    if (!wanted) return []
    const unclipped = await flagsWithoutClip(db, broadcastId)
    return unclipped.map((flag) => next(evidenceJob, flag))
  },

  async gaveUp({ recordingId }, cause, { db }) {
    await markFailed(
      db,
      recordingId,
      'detect',
      cause instanceof Error ? cause.message : String(cause),
    )
  },
}

type Room = NonNullable<Awaited<ReturnType<typeof getRoom>>>

const recent = ({ detection, now }: DetectDeps) =>
  redetectFrom(policyOn(detection, now().getTime()), now())

/** Hits and flags of a recording by the version in force; what they now rest on. */
async function judge(
  { db, shelf, tokenizer, rulebook, detection, audience, links, tagger, now }: DetectDeps,
  recording: Recording & { readonly broadcastId: string },
  room: Room,
  signal: AbortSignal,
): Promise<string> {
  const lexicon = await shelf.latest()
  const { id, transcriptId, broadcastId } = recording
  const key = detectionKey(lexicon.version, recording)
  const saidMs = recording.startedAt.getTime()
  const { goodsWords } = policyOn(detection, now().getTime())
  const words = await spokenOf(db, recording, room, goodsWords)
  const spoken = withLinks(words, lexicon, findPolicy(links, saidMs), room.platform)
  signal.throwIfAborted()
  const found = detectRecording(lexicon, spoken, tokenizer)
  const doubtful = await doubtfulHits(tagger, spoken, found)
  const rows = hitRows(found, lexicon.version, room.type, rulebook.categories)
  const proposed = policyOn(detection, now().getTime()).candidates
    ? candidatesOfRecording(await tagger(), lexicon, spoken, found)
    : null
  const heard = findPolicy(audience, saidMs)
  const signals = heard ? signalsOfRecording(lexicon, heard, spoken, found) : []
  await db.transaction(async (tx) => {
    await lockBroadcast(tx, broadcastId)
    // A late piece may have made this broadcast part of another since it was read.
    if ((await getRecording(tx, id))?.broadcastId !== broadcastId)
      throw new TryLater(1000, '场次刚被合并,稍后重新识别。')
    await setViewerLag(tx, id, viewerLagOf(words))
    const spokenRows = rows.map((hit) =>
      hit.channel === 'speech' ? { ...hit, transcriptId } : hit,
    )
    await replaceHits(tx, id, spokenRows, lexicon.version)
    await updateRecording(tx, id, { detectedKey: key })
    if (proposed) await replaceCandidates(tx, id, 'tagger', proposed, now())
    await replaceCandidates(tx, id, 'doubtful', doubtful, now())
    if (transcriptId) {
      // Words that were never heard cannot have been searched.
      const heard = await coverageOf(tx, id, 'transcribed')
      const scanned = heard.map((span): CoverageSpan => ({ ...span, kind: 'scanned' }))
      await saveCoverage(tx, id, ['scanned'], scanned)
    }
    const all = await broadcastHits(tx, broadcastId)
    const placed = all.map(({ hit, ...clocked }) => ({
      ...hit,
      saidAt: wallTimeOf(clocked, hit.startMs),
    }))
    const whole = await absencesOf(tx, lexicon, broadcastId, room)
    const place = { room, broadcastId, lexiconVersion: lexicon.version }
    const flags = [
      ...groupHits(room.id, broadcastId, placed),
      ...absenceFlags(whole, place, rulebook.categories),
    ]
    await replaceLinks(tx, id, (spoken.links ?? []).map(findingOf))
    await replaceSignals(tx, id, signals, now())
    await replaceFlags(tx, broadcastId, flags, now())
  })
  return key
}

/** A link as it is stored, without the lead made of it. */
const findingOf = ({ category: _, severity: __, flag: ___, ...finding }: LinkLead): LinkFinding =>
  finding

/** How the version in shadow, if there is one, differs from what stands of a recent recording. */
async function compare(
  deps: DetectDeps,
  recording: Recording,
  room: Room,
  signal: AbortSignal,
): Promise<void> {
  const { db, shelf, tokenizer, detection, links, now } = deps
  const { id, startedAt, detectedKey } = recording
  const { shadow: version } = await shelf.versions()
  if (version === null || detectedKey === null || startedAt < recent(deps)) return
  if (await hasShadowRun(db, version, id, detectedKey)) return
  const lexicon = await shelf.shadow()
  if (!lexicon) return
  const { goodsWords } = policyOn(detection, now().getTime())
  const words = await spokenOf(db, recording, room, goodsWords)
  const policy = findPolicy(links, startedAt.getTime())
  const spoken = withLinks(words, lexicon, policy, room.platform)
  signal.throwIfAborted()
  const found = detectRecording(lexicon, spoken, tokenizer)
  const compared = compareShadow(await liveHits(db, id), found)
  const run = { version: lexicon.version, recordingId: id, against: detectedKey, ...compared }
  await saveShadowRun(db, run, now())
}
