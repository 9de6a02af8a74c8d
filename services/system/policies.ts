import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { type Day, HolidayFile } from '#shared/domain/calendar.ts'
import { CapturePolicy } from '#shared/domain/capture.ts'
import { ClockPolicy } from '#shared/domain/clock.ts'
import { DeliveriesPolicy } from '#shared/domain/delivery.ts'
import { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { LinkPolicy } from '#shared/domain/link-policy.ts'
import { findPolicy, policyFile, versioned } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { RealNameSheet } from '#shared/domain/real-name-check.ts'
import { RecorderFile } from '#shared/domain/recorder.ts'
import { RegionFile } from '#shared/domain/region.ts'
import { RegistryPolicy } from '#shared/domain/registry-policy.ts'
import { ReportPolicy } from '#shared/domain/report-policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { ScoreSheet } from '#shared/domain/score-sheet.ts'
import { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { AppError } from '#shared/errors.ts'
import { parsePolicy } from '#shared/policy/load.ts'
import { LeadColumns } from '../leads/columns.ts'
import { ImportColumns } from '../registry/import/columns.ts'

/** What each file of policies/ must look like. */
const schemas: Readonly<Record<string, z.ZodType>> = {
  pool: policyFile(PoolPolicy),
  worklist: policyFile(WorklistPolicy),
  clocks: policyFile(ClockPolicy),
  holidays: HolidayFile,
  regions: RegionFile,
  registry: policyFile(RegistryPolicy),
  'real-name': policyFile(RealNameSheet),
  detection: policyFile(DetectionPolicy),
  'term-health': policyFile(TermHealthPolicy),
  audience: policyFile(AudiencePolicy),
  links: policyFile(LinkPolicy),
  screen: policyFile(ScreenPolicy),
  capture: policyFile(CapturePolicy),
  intake: IntakePolicy,
  recorders: RecorderFile,
  report: policyFile(ReportPolicy),
  deliveries: policyFile(DeliveriesPolicy),
  retention: policyFile(RetentionPolicy),
  'import-columns': ImportColumns,
  'lead-columns': LeadColumns,
}

const Version = z.looseObject(versioned)

export interface PolicyState {
  readonly file: string
  readonly versions: readonly {
    readonly version: string
    readonly effectiveFrom: Day
    readonly note: string
    /** Rules on the day asked for. */
    readonly inForce: boolean
  }[]
  /** Sentences for whoever edited it; empty when it is sound. */
  readonly faults: readonly string[]
  /** Not what this process read when it started: it rules from the next start on. */
  readonly changed: boolean
  readonly sha256: string
}

/** 策略: the files under `dir` as they are on disk now, each with its versions, its faults, and whether it already rules. */
export async function openPolicyFiles(dir: string) {
  const atStart = new Map((await readAll(dir)).map(({ file, sha256 }) => [file, sha256]))
  return async (now: Date): Promise<PolicyState[]> =>
    (await readAll(dir)).map(({ file, text, sha256 }) => ({
      file,
      sha256,
      changed: atStart.get(file) !== sha256,
      ...judge(file, text, now),
    }))
}

async function readAll(dir: string) {
  const names = [
    ...Object.keys(schemas).map((name) => `${name}.yaml`),
    ...(await readdir(join(dir, 'scoring')))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => `scoring/${name}`),
  ]
  return Promise.all(
    names.map(async (file) => {
      const text = await readFile(join(dir, file), 'utf8')
      return { file, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

function judge(file: string, text: string, now: Date): Pick<PolicyState, 'versions' | 'faults'> {
  const schema = schemas[file.replace(/\.yaml$/, '')] ?? ScoreSheet
  try {
    return { versions: versionsOf(parsePolicy(text, schema, file), now), faults: [] }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { versions: [], faults: error.message.split('\n') }
  }
}

/** Of a file of versions, or of one that is a version itself; a file without any (a calendar, a list of columns) has none. */
function versionsOf(data: unknown, now: Date): PolicyState['versions'] {
  const one = Version.safeParse(data)
  const many = z.looseObject({ versions: z.array(Version) }).safeParse(data)
  const found = one.success ? [one.data] : many.success ? many.data.versions : []
  const ruling = findPolicy(found, now.getTime())
  return found
    .map((it) => {
      const { version, effectiveFrom, note } = it
      return { version, effectiveFrom, note, inForce: it === ruling }
    })
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
}
