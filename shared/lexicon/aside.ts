import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { assembleLexicon, type Part } from '#shared/text/pack.ts'
import type { CompileOutcome, CompileTask } from './compile-thread.ts'
import { readCompiled } from './kept.ts'

/**
 * Compiles a lexicon, given as JSON, in a thread of its own: seconds of work during which this one goes on. What comes
 * back is read part by part, one a turn of the event loop, so that no turn takes long. Throws `invalid` as
 * `compileLexicon` and `readDocument` do. With a folder to keep it in, once for every version.
 */
export async function compileAside(json: string, version: string, dir?: string): Promise<Lexicon> {
  const kept = dir === undefined ? null : await readCompiled(dir, version)
  if (kept) return kept
  const { port1: here, port2: port } = new MessageChannel()
  const workerData: CompileTask = { json, version, dir, port }
  const thread = new Worker(new URL('./compile-thread.mjs', import.meta.url), {
    workerData,
    transferList: [port],
  })
  try {
    const [outcome] = (await once(thread, 'message')) as [CompileOutcome]
    if ('code' in outcome) throw new AppError(outcome.code, outcome.message)
    const lexicon = assembleLexicon()
    for (let i = 0; i < outcome.parts; i++) {
      const part = receiveMessageOnPort(here) as { readonly message: Part } | undefined
      if (!part) throw new Error('a part of the lexicon did not arrive')
      lexicon.add(part.message)
      await turn()
    }
    return lexicon.lexicon()
  } finally {
    here.close()
    await thread.terminate()
  }
}
