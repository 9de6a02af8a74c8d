import { openNew } from '#shared/db/alerts.ts'
import { addCandidates, candidatesOf, type NewCandidate } from '#shared/db/candidates.ts'
import { clipOf, saveClip } from '#shared/db/clips.ts'
import { addDeliveries, filedFor } from '#shared/db/deliveries.ts'
import { replaceSignals } from '#shared/db/signals.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import type { Signal } from '#shared/domain/signal.ts'
import { aFlag, aRecording } from '#shared/testing/factories.ts'
import type { House } from '../../house.ts'

/** A recording of a county's room with all that is found in it; words carry `mark`. */
export async function countyMonitoring(
  deps: House['deps'],
  region: RegionPath,
  { roomId, mark }: { readonly roomId: string; readonly mark: string },
) {
  const { db } = deps
  const now = deps.now()
  const startedAt = new Date(now.getTime() - 86_400_000)
  const recording = await aRecording(db, roomId, startedAt, `/${mark}.mp4`)
  const flag = await aFlag(db, recording, { quote: `${mark}全网最低价` })
  const media = { key: 'none', mime: 'video/mp4', bytes: 1, sha256: '0' }
  await saveClip(db, {
    ...{ flagId: flag, fromMs: 0, toMs: 1, markStartMs: 0, markEndMs: 1, tools: mark },
    ...{ files: [{ role: 'preview', ...media }], createdAt: now },
  })
  await addCandidates(db, recording.id, 'tagger', [candidateOf(mark, startedAt)], now)
  await replaceSignals(db, recording.id, [signalOf(mark)], now)
  const [candidate] = await candidatesOf(db, recording.id, 'tagger')
  const clip = await clipOf(db, flag)
  await addDeliveries(
    db,
    [{ kind: 'alert', subject: flag, recipient: 'duty', region, title: mark }],
    now,
  )
  await openNew(
    db,
    [{ kind: 'capture', key: mark, region, title: mark, detail: '', path: '/' }],
    now,
  )
  const [delivery] = await filedFor(db, [flag])
  return {
    flags: { id: flag },
    deliveries: { id: delivery?.id ?? '' },
    recordings: { id: recording.id },
    clips: { id: clip?.id ?? '', index: '0' },
    candidates: { id: candidate?.id ?? '' },
    explain: { recordingId: recording.id, seq: '1', id: flag },
    broadcasts: { id: recording.broadcastId },
  }
}

function candidateOf(mark: string, startedAt: Date): NewCandidate {
  const quote = `${mark}不用去医院`
  return {
    ...{ category: 'food-medical-claim', channel: 'speech', audience: false, sourceSeq: 3, quote },
    ...{ quoteStart: 0, quoteEnd: quote.length, startMs: 30_000, endMs: 33_000 },
    ...{ saidAt: startedAt, reason: mark, score: 0.8, model: 'tagger-1', promptHash: null },
  }
}

function signalOf(mark: string): Signal {
  return {
    ...{ kind: 'complaints', key: mark, topic: mark, category: 'refuse-consumer-rights' },
    ...{ fromMs: 60_000, toMs: 90_000, count: 6, senders: 5, score: 0.25, because: [] },
    samples: [{ seq: 1, tMs: 60_000, text: mark }],
    thresholds: { senders: 5, windowMinutes: 10, policy: '试' },
  }
}
