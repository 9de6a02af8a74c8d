import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { Model } from '#shared/text/learned/model.ts'
import { decodeModel } from '#shared/text/learned/model-file.ts'

/** Beside the lexicon it was trained with; written by `npm run train`. */
export const taggerFile = 'tagger.bin'

export interface LoadedModel {
  readonly model: Model
  /** Names the model in what it proposes: the beginning of the SHA-256 of its file. */
  readonly id: string
}

/** Reads the learned tagger of a lexicon folder. Throws `not_found` or `invalid` with what to do. */
export async function loadTagger(dir: string): Promise<LoadedModel> {
  const path = join(dir, taggerFile)
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('not_found', `读不到学习模型 ${path}，请运行 npm run train 生成。`, {
      cause,
    })
  })
  const id = `tagger-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`
  return { model: decodeModel(bytes), id }
}
