import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { CapturePolicy } from '#shared/domain/capture.ts'
import { DeliveriesPolicy } from '#shared/domain/delivery.ts'
import { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import { LinkPolicy } from '#shared/domain/link-policy.ts'
import { policyFile, type Versioned } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { ReportPolicy } from '#shared/domain/report-policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'

/** What stands in place of the bureau's own word, where nobody waits for it: in the demo and in tests. */
export interface PolicyOptions {
  /** The undo window; at 0 nobody waits for a colleague or a clip either. */
  readonly undoMinutes?: number
  /** How often the picture is looked at. */
  readonly screenEverySeconds?: number
  /** How many days back missed reports are made up for. */
  readonly catchUpDays?: number
  /** A test's streams come from this machine. */
  readonly capture?: readonly CapturePolicy[]
}

/** Every version of what the bureau decides and the stages go by. Throws `invalid` with file and line of whatever is wrong. */
export async function loadPolicies(options: PolicyOptions) {
  const { undoMinutes, screenEverySeconds, catchUpDays, capture } = options
  return {
    policies: withUndo(await versionsOf('pool', PoolPolicy), undoMinutes),
    detection: await versionsOf('detection', DetectionPolicy),
    audience: await versionsOf('audience', AudiencePolicy),
    links: await versionsOf('links', LinkPolicy),
    screen: withEvery(await versionsOf('screen', ScreenPolicy), screenEverySeconds),
    termHealth: await versionsOf('term-health', TermHealthPolicy),
    worklist: await versionsOf('worklist', WorklistPolicy),
    capture: capture ?? (await versionsOf('capture', CapturePolicy)),
    deliveries: await versionsOf('deliveries', DeliveriesPolicy),
    retention: await versionsOf('retention', RetentionPolicy),
    reports: withCatchUp(await versionsOf('report', ReportPolicy), catchUpDays),
  }
}

async function versionsOf<T extends Versioned>(name: string, version: z.ZodType<T>) {
  const path = fileURLToPath(new URL(`../policies/${name}.yaml`, import.meta.url))
  return (await loadPolicy(path, policyFile(version))).versions
}

function withEvery(policies: readonly ScreenPolicy[], everySeconds: number | undefined) {
  if (everySeconds === undefined) return policies
  return policies.map((p) => ({ ...p, everySeconds }))
}

function withCatchUp(policies: readonly ReportPolicy[], catchUpDays: number | undefined) {
  if (catchUpDays === undefined) return policies
  return policies.map((p) => ({ ...p, catchUpDays }))
}

function withUndo(policies: readonly PoolPolicy[], minutes: number | undefined) {
  if (minutes === undefined) return policies
  const waits = (p: PoolPolicy) =>
    minutes === 0 ? { secondLookHours: 0, exposure: { ...p.exposure, seconds: 0 } } : {}
  return policies.map((p) => ({
    ...p,
    undoMinutes: minutes,
    batchUndoMinutes: minutes,
    ...waits(p),
  }))
}
