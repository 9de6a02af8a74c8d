import { open, readFile, rm } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'

/**
 * Marks `path` as in use by this process through a file beside it, and returns the release. A mark left by a process
 * that is gone is taken over. Throws `conflict` when another process has it open: two would corrupt the embedded database.
 */
export async function holdDirectory(path: string): Promise<() => Promise<void>> {
  const mark = `${path}.lock`
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(mark, 'wx')
      await file.writeFile(String(process.pid))
      await file.close()
      return () => rm(mark, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const pid = Number(await readFile(mark, 'utf8').catch(() => ''))
      if (isAlive(pid))
        throw new AppError(
          'conflict',
          `数据目录 ${path} 正被另一个绿播进程(pid ${pid})使用;请先停止它,或改用 PostgreSQL(DATABASE_URL)。`,
        )
      await rm(mark, { force: true })
    }
  }
  throw new AppError('conflict', `数据目录 ${path} 正被另一个绿播进程使用,请稍后再试。`)
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
