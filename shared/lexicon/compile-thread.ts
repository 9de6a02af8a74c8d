import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { packLexicon } from '#shared/text/pack.ts'
import { readDocument } from './document.ts'
import { compiledName } from './kept.ts'
import { keep } from './store.ts'

/** What the thread is given: the lexicon as JSON, where to keep it, and the way its parts go. */
export interface CompileTask {
  readonly json: string
  readonly version: string
  readonly dir: string | undefined
  readonly port: MessagePort
}

/** How it ended: so many parts wait at the port, or a fault of the lexicon. */
export type CompileOutcome =
  | { readonly parts: number }
  | { readonly code: ErrorCode; readonly message: string }

/** Memory of the typed arrays of plain data, each once: it moves to the other thread instead of being copied. */
function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (Array.isArray(value)) {
    // Long lists are of numbers and words.
    if (typeof value[0] === 'object') for (const one of value) buffersOf(one, found)
  } else if (typeof value === 'object' && value !== null && !(value instanceof Map))
    for (const inner of Object.values(value)) buffersOf(inner, found)
  return found
}

function run({ json, version, dir, port }: CompileTask): CompileOutcome {
  try {
    const lexicon = compileLexicon(readDocument(JSON.parse(json)), version)
    const parts = [...packLexicon(lexicon)]
    if (dir !== undefined) keep(dir, compiledName(version), parts)
    const buffers = parts.map((part) => buffersOf(part))
    // Memory that several parts share leaves with the last of them; the others get a copy.
    const lastUse = new Map(
      buffers.flatMap((own, i) => [...own].map((buffer) => [buffer, i] as const)),
    )
    parts.forEach((part, i) => {
      const moving = [...(buffers[i] ?? [])].filter((buffer) => lastUse.get(buffer) === i)
      port.postMessage(part, moving)
    })
    return { parts: parts.length }
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message }
    throw error
  }
}

parentPort?.postMessage(run(workerData as CompileTask))
