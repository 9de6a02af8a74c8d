import { mkdir, statfs } from 'node:fs/promises'
import type { Disk } from '#shared/domain/intake-policy.ts'

/** Room on the disk a folder lies on, for users without special rights. */
export async function readDisk(dir: string): Promise<Disk> {
  await mkdir(dir, { recursive: true })
  const { bavail, blocks, bsize } = await statfs(dir)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}
