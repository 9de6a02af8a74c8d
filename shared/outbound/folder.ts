import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { Letter } from './letter.ts'

/**
 * Puts a letter into a folder of its own below `root`, for programs that carry files between networks: first under a
 * name that begins with a dot, then renamed as a whole, so that nobody carries half of it. The same letter again changes
 * nothing. Gives back the path and the SHA-256 of the list of its files. Throws `unavailable` when the disk refuses.
 */
export async function dropLetter(root: string, dir: string, letter: Letter): Promise<string> {
  const name = `${letter.kind}-${letter.id}`
  const [there, made] = [join(root, dir, name), join(root, dir, `.${name}.${process.pid}`)]
  const { id, kind, title, text, data } = letter
  const list = letter.files.map((file) => ({ name: file.name, sha256: sha256(file.bytes) }))
  const manifest = Buffer.from(
    `${JSON.stringify({ id, kind, title, text, data, files: list }, null, 2)}\n`,
  )
  try {
    await mkdir(made, { recursive: true })
    for (const { name: file, bytes } of letter.files) await writeSynced(join(made, file), bytes)
    await writeSynced(join(made, 'letter.json'), manifest)
    await rename(made, there).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      return rm(made, { recursive: true })
    })
  } catch (cause) {
    const why = (cause as Error).message
    throw new AppError('unavailable', `摆渡目录写不进去，请检查 DROP_DIR：${why}`, { cause })
  }
  return `${join(dir, name)} sha256:${sha256(manifest)}`
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
