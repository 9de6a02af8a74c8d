import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { AppError } from '#shared/errors.ts'
import { isPrivateAddress, publicLookup } from '#shared/net/private-address.ts'

export interface BucketConfig {
  readonly url: string
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  readonly key: string
  readonly secret: string
}

/** An object, as long as it is still the one that was seen, and where to go on in it. */
type Wanted = Pick<GetObjectCommandInput, 'Key' | 'IfMatch' | 'Range'>

/** A bucket that recordings are taken from. It is only ever read: nothing in it is written, marked or deleted. */
export interface Bucket {
  readonly name: string
  /** Where its files lie on this machine. */
  readonly spool: string
  /** A page of the listing; the token of the page before leads on. */
  list(
    token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ListObjectsV2CommandOutput>
  get(what: Wanted, signal: AbortSignal): Promise<GetObjectCommandOutput>
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
  const { bucket: Bucket } = config
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
    name: Bucket,
    spool,
    list: (token, signal) =>
      client.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: config.prefix || undefined,
          ContinuationToken: token,
        }),
        signal ? { abortSignal: signal } : {},
      ),
    get: (what, abortSignal) =>
      client.send(new GetObjectCommand({ Bucket, ...what }), { abortSignal }),
    close: () => client.destroy(),
  }
}
