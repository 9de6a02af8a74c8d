import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '#shared/config/env.ts'
import { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'

const policyPath = fileURLToPath(new URL('../../policies/intake.yaml', import.meta.url))

/** What the intake stands on, from the settings: its policy, its folder, the bucket. Throws AppError for a wrong one. */
export async function openIntake(config: Config) {
  const intakePolicy = await loadPolicy(policyPath, IntakePolicy)
  return {
    intakePolicy,
    intakeDir: config.RECORDINGS_DIR && resolve(config.RECORDINGS_DIR),
    dataDir: resolve(config.DATA_DIR),
    bucket: await bucketOf(config, intakePolicy),
  }
}

async function bucketOf(config: Config, policy: IntakePolicy) {
  const { S3_URL: url, S3_BUCKET: bucket, S3_PREFIX: prefix, S3_REGION: region } = config
  if (!url) return null
  const { openBucket } = await import('./bucket/open.ts')
  const access = { url, bucket, prefix, region, key: config.S3_KEY, secret: config.S3_SECRET }
  return openBucket(access, join(resolve(config.DATA_DIR), 'bucket', bucket), policy.bucket)
}
