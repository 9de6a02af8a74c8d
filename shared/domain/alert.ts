import { z } from 'zod'
import type { RegionPath } from './region.ts'

/** What cannot wait: a red line nobody has judged, a clock about to run out or run out, a broken capture, a queue that stands, a full disk. */
export const AlertKind = z.enum(['red-line', 'clock', 'capture', 'queue', 'disk'])
export type AlertKind = z.infer<typeof AlertKind>

export const alertNames: Readonly<Record<AlertKind, string>> = {
  'red-line': '红线线索',
  clock: '办理时限',
  capture: '采集中断',
  queue: '处理延迟',
  disk: '磁盘不足',
}

/** Why an alert stands, derived from the rows: while it is there, so is the alert. */
export interface AlertCause {
  readonly kind: AlertKind
  readonly key: string
  readonly region: RegionPath
  readonly title: string
  readonly detail: string
  readonly path: string
}

const nameOf = ({ kind, key }: Pick<AlertCause, 'kind' | 'key'>) => `${kind} ${key}`

/** What has come and what has gone, against the alerts that are open. */
export function alertChanges<Open extends Pick<AlertCause, 'kind' | 'key'>>(
  causes: readonly AlertCause[],
  open: readonly Open[],
): { readonly opened: AlertCause[]; readonly closed: Open[] } {
  const there = new Set(causes.map(nameOf))
  const known = new Set(open.map(nameOf))
  return {
    opened: causes.filter((cause) => !known.has(nameOf(cause))),
    closed: open.filter((alert) => !there.has(nameOf(alert))),
  }
}
