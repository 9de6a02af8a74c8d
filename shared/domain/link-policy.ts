import { z } from 'zod'
import { versioned } from './policy.ts'
import { Platform } from './room.ts'

/** Kinds a list of hosts may have; the others follow from the text itself. */
const ListedKind = z.enum(['platform', 'official', 'contact', 'group', 'payment', 'short', 'app'])

const HostEntry = z.strictObject({
  kind: ListedKind,
  /** Which platform, for kind `platform`. */
  platform: Platform.optional(),
  /** What people call it. */
  name: z.string().min(1),
  /** Hosts with all that lies below them; a path behind a slash narrows it (`weixin.qq.com/g`). */
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+(\/\S*)?$/, '写小写主机名,可带路径')).default([]),
  /** Schemes of its app, without `://`. */
  schemes: z.array(z.string().regex(/^[a-z][a-z0-9+.-]*$/)).default([]),
})

const Rule = z.strictObject({
  judgement: z.enum(['allowed', 'diversion', 'open']),
  /** Whether such a link becomes a lead; all links are written down. */
  flag: z.boolean(),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
})

/** One version of `policies/links.yaml`: which addresses a room may lead to (跳转服务). */
export const LinkPolicy = z.strictObject({
  ...versioned,
  /** The category a lead is filed under. */
  category: z.string().min(1),
  /** Hosts of the operator or the bureau that are always allowed. */
  allow: z.array(z.string()).default([]),
  known: z.array(HostEntry).min(1),
  kinds: z.strictObject({
    same_platform: Rule,
    other_platform: Rule,
    official: Rule,
    contact: Rule,
    group: Rule,
    payment: Rule,
    short: Rule,
    address: Rule,
    app: Rule,
    password: Rule,
    unknown: Rule,
  }),
  /** Addresses written so that they look like another: always a lead, of this severity at least. */
  tricks: Rule,
  /** Whether what viewers write becomes a lead too (kept apart from the host's). */
  audienceFlags: z.boolean(),
})
export type LinkPolicy = z.infer<typeof LinkPolicy>
