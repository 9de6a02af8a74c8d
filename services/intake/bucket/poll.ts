import { basename, dirname } from 'node:path'
import type { _Object } from '@aws-sdk/client-s3'
import {
  intakeByPaths,
  markVanished,
  type NewIntake,
  openIntake,
  saveSeen,
} from '#shared/db/intake.ts'
import { AppError } from '#shared/errors.ts'
import { isPlaylist } from '../content.ts'
import { isUnfinished, kindOf } from '../names.ts'
import { judgeLook } from '../settle.ts'
import type { SweepDeps } from '../sweep.ts'
import type { Bucket } from './open.ts'
import { spoolPath } from './spool.ts'

export interface Polled {
  objects: number
  changed: number
  vanished: number
}

/**
 * Lists the bucket once, page by page, and writes down what changed since the last look. Throws `unavailable` when it
 * cannot be listed to its end; what was seen until then stays written, and nothing counts as vanished.
 */
export async function pollBucket(
  deps: SweepDeps,
  bucket: Bucket,
  now: Date,
  signal?: AbortSignal,
): Promise<Polled> {
  const polled: Polled = { objects: 0, changed: 0, vanished: 0 }
  const seen = new Set<string>()
  for await (const page of pages(bucket, signal)) {
    const rows = await changesOf(deps, bucket, page, now)
    await saveSeen(deps.db, rows, now)
    for (const { Key } of page) seen.add(spoolPath(bucket.spool, Key ?? ''))
    polled.objects += page.length
    polled.changed += rows.length
  }
  const gone = (await openIntake(deps.db, 'bucket')).filter(({ path }) => !seen.has(path))
  await markVanished(
    deps.db,
    gone.map(({ id }) => id),
    '对象在接收前被移走。',
    now,
  )
  polled.vanished = gone.length
  return polled
}

/** Asks for the first page and closes: whether the bucket can be reached and listed. Throws `unavailable`. */
export async function listOnce(bucket: Bucket): Promise<void> {
  try {
    await pages(bucket, AbortSignal.timeout(10_000)).next()
  } finally {
    bucket.close()
  }
}

async function* pages({ name, list }: Bucket, signal?: AbortSignal) {
  let token: string | undefined
  do {
    const answer = await list(token, signal).catch((cause: unknown) => {
      signal?.throwIfAborted()
      throw new AppError('unavailable', `存储桶 ${name} 列不出来,请检查 S3_* 设置与网络。`, {
        cause,
      })
    })
    yield answer.Contents ?? []
    // A server that says "more" without a token would be asked for ever.
    token = answer.IsTruncated ? answer.NextContinuationToken : undefined
  } while (token)
}

async function changesOf(
  { db, intakePolicy: { files, sweep }, region }: SweepDeps,
  { spool }: Bucket,
  page: readonly _Object[],
  now: Date,
): Promise<NewIntake[]> {
  const ours = page.flatMap(({ Key = '', Size = 0, ETag = '', LastModified }) => {
    const kind = kindOf(basename(Key), files)
    // A playlist's segments lie apart from it; they come in as files of their own.
    if (kind === null || isPlaylist(Key)) return []
    const modifiedMs = LastModified?.getTime() ?? 0
    return [{ key: Key, path: spoolPath(spool, Key), kind, bytes: Size, etag: ETag, modifiedMs }]
  })
  const known = new Map(
    (
      await intakeByPaths(
        db,
        ours.map(({ path }) => path),
      )
    ).map((row) => [row.path, row]),
  )
  return ours.flatMap(({ key, path, kind, bytes, etag, modifiedMs }) => {
    const unfinished = isUnfinished(key, files)
    const seen = { bytes, modifiedMs, etag, unfinished, closed: false }
    const look = judgeLook(known.get(path), seen, now, sweep)
    if (!look) return []
    const where = { source: 'bucket' as const, path, folder: dirname(path), objectKey: key, region }
    return [{ ...look, ...where, kind, bytes, etag, modifiedMs }]
  })
}
