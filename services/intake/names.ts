import type { IntakeKind } from '#shared/domain/intake.ts'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { finishedName } from './file-name.ts'

/** What a file holds by its name; null for what is none of ours (notes of systems, hidden files, covers). */
export function kindOf(name: string, files: IntakePolicy['files']): IntakeKind | null {
  if (/^(?:\.|~\$)/.test(name)) return null
  const whole = finishedName(name).toLowerCase()
  if (files.recordings.some((suffix) => whole.endsWith(suffix))) return 'recording'
  return files.companions.some((suffix) => whole.endsWith(suffix)) ? 'companion' : null
}

export function isUnfinished(name: string, files: IntakePolicy['files']): boolean {
  const lower = name.toLowerCase()
  return files.unfinished.some((suffix) => lower.endsWith(suffix))
}

/** Bytes of a name any file system takes, with room for what a recorder or we hang behind it. */
const maxBytes = 200

/**
 * A name that somebody else chose, as a plain name in one folder: no separators of any system, no control or direction
 * signs, no leading dot, no names Windows keeps for itself, at most 200 bytes with its suffix kept.
 */
export function safeName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const dot = plain.lastIndexOf('.')
  const suffix = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : ''
  let stem = plain.slice(0, plain.length - suffix.length)
  while (Buffer.byteLength(stem + suffix) > maxBytes) stem = [...stem].slice(0, -1).join('')
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(stem)) stem = `_${stem}`
  return `${stem || '_'}${suffix}`
}
