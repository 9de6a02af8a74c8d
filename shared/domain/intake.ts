import { z } from 'zod'
import type { Facts } from './recorder.ts'

/**
 * The life of a file that came in, until it is a recording or lies beside one. `unpaired` is a danmaku or caption file
 * whose recording is not there yet; `vanished` a path that went away before it was taken: it may come back under another
 * suffix (a recorder's own conversion).
 */
export const IntakeState = z.enum([
  'announced',
  'growing',
  'settling',
  'taken',
  'unpaired',
  'refused',
  'vanished',
])
export type IntakeState = z.infer<typeof IntakeState>

export const intakeStateNames: Readonly<Record<IntakeState, string>> = {
  announced: '已通知,未见文件',
  growing: '录制中',
  settling: '等待写完',
  taken: '已接收',
  unpaired: '等待对应的录像',
  refused: '未接收',
  vanished: '已消失',
}

const nextStates: Record<IntakeState, readonly IntakeState[]> = {
  announced: ['growing', 'settling', 'vanished'],
  growing: ['settling', 'taken', 'unpaired', 'refused', 'vanished'],
  settling: ['growing', 'taken', 'unpaired', 'refused', 'vanished'],
  // A recorder may still finish a file that looked whole, or dead: a new size starts it over.
  taken: ['growing', 'settling'],
  unpaired: ['growing', 'settling', 'taken', 'vanished'],
  refused: ['growing', 'settling', 'vanished'],
  vanished: ['announced', 'growing', 'settling'],
}

/** Whether a file may go from one state to another; staying is always allowed (a hook delivered twice). */
export function mayBecome(from: IntakeState, to: IntakeState): boolean {
  return from === to || nextStates[from].includes(to)
}

/** Why a file was not taken. The first three pass by themselves; the others need a person, or another file. */
export const IntakeRefusal = z.enum([
  'disk',
  'day-quota',
  'room-quota',
  'empty',
  'too-large',
  'changed',
  'checksum',
  'failed',
])
export type IntakeRefusal = z.infer<typeof IntakeRefusal>

export const IntakeSource = z.enum(['folder', 'upload', 'bucket'])
export type IntakeSource = z.infer<typeof IntakeSource>

export const intakeSourceNames: Readonly<Record<IntakeSource, string>> = {
  folder: '目录',
  upload: '上传',
  bucket: '存储桶',
}

/** What a file holds, by its name: a recording, or what lies beside one. */
export type IntakeKind = 'recording' | 'companion'

/** Facts told by hooks, each with the time of the event that told it, so that deliveries may come in any order. */
export type Hearsay = {
  readonly [K in keyof Facts]?: { readonly value: string; readonly at: string }
}

/** Field by field the word of the latest event; the same words in any order, any number of times, give the same. */
export function mergeHearsay(a: Hearsay, b: Hearsay): Hearsay {
  const merged: Record<string, { value: string; at: string }> = { ...a }
  for (const [key, told] of Object.entries(b)) {
    const known = merged[key]
    if (!known || known.at < told.at || (known.at === told.at && known.value < told.value))
      merged[key] = told
  }
  return merged
}

export function hearsayFacts(said: Hearsay): Facts {
  const facts = Object.entries(said).map(([key, { value }]) => [key, value])
  return Object.fromEntries(facts) as Facts
}
