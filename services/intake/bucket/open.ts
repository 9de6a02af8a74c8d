import { createHash } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { AppError } from '#shared/errors.ts'
import { isPrivateAddress, publicLookup } from '#shared/net/private-address.ts'
import { safeName } from '../names.ts'

export interface BucketConfig {
  readonly url: string
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  readonly key: string
  readonly secret: string
}

/** A bucket that recordings are taken from. It is only ever read: nothing in it is written, marked or deleted. */
export interface Bucket {
  readonly client: S3Client
  readonly name: string
  readonly prefix: string
  /** Where its files lie on this machine. */
  readonly spool: string
  close(): void
}

/** Opens an S3-compatible bucket. Throws `invalid` for an address the policy does not allow. */
export function openBucket(
  config: BucketConfig,
  spool: string,
  { allowPrivate }: IntakePolicy['bucket'],
): Bucket {
  const url = new URL(config.url)
  if (!allowPrivate && (url.protocol !== 'https:' || isPrivateAddress(url.hostname)))
    throw new AppError(
      'invalid',
      'S3_URL 须为 https 公网地址;自建的内网存储桶请在 policies/intake.yaml 设 bucket.allowPrivate: true。',
    )
  const lookup = allowPrivate ? {} : { lookup: publicLookup }
  const client = new S3Client({
    endpoint: config.url,
    region: config.region,
    credentials: { accessKeyId: config.key, secretAccessKey: config.secret },
    // What speaks S3 beside Amazon rarely has a host name for each bucket, nor the newer checksums.
    forcePathStyle: true,
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
    // Redirects are not followed: they could lead anywhere.
    followRegionRedirects: false,
    requestHandler: {
      connectionTimeout: 10_000,
      socketTimeout: 60_000,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 8, ...lookup }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 8, ...lookup }),
    },
  })
  return {
    client,
    name: config.bucket,
    prefix: config.prefix,
    spool,
    close: () => client.destroy(),
  }
}

/** Where an object lies on this machine: its key as folders, each a plain name. A key that had to be changed gets a folder of its own. */
export function spoolPath(spool: string, key: string): string {
  const parts = key.split('/').filter((part) => part !== '')
  const safe = parts.map(safeName)
  if (safe.join('/') === key) return join(spool, ...safe)
  const own = createHash('sha256').update(key).digest('hex').slice(0, 12)
  return join(spool, `_${own}`, ...safe.slice(-1))
}
