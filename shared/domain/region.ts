import { z } from 'zod'

/** Where a region is in the tree, from the city down: `zhoushan/putuo`. A person's scope is such a path. */
export const RegionPath = z
  .string()
  .max(120)
  .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/, '区划路径由小写字母、数字、连字符组成，用 / 分层')
export type RegionPath = z.infer<typeof RegionPath>

/** `zone` is a functional zone (功能区) with its own bureau branch but no division code of its own. */
export const RegionKind = z.enum(['city', 'county', 'zone'])
export type RegionKind = z.infer<typeof RegionKind>

export interface Region {
  readonly path: RegionPath
  readonly name: string
  readonly kind: RegionKind
  /** GB/T 2260 code, six digits, where the state gives one. */
  readonly code: string | null
}

/** One node of `policies/regions.yaml`. */
export interface RegionNode {
  readonly id: string
  readonly name: string
  readonly kind: RegionKind
  readonly code?: string | undefined
  readonly children?: readonly RegionNode[] | undefined
}

export const RegionNode: z.ZodType<RegionNode> = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, '区划 id 由小写字母、数字、连字符组成'),
  name: z.string().min(1),
  kind: RegionKind,
  code: z
    .string()
    .regex(/^\d{6}$/, '行政区划代码为 6 位数字（GB/T 2260）')
    .optional(),
  get children() {
    return z.array(RegionNode).optional()
  },
})

/** `policies/regions.yaml`: one city. No two regions share a path or a name. */
export const RegionFile = z
  .strictObject({ note: z.string().optional(), city: RegionNode })
  .superRefine(({ city }, issue) => {
    const seen = new Set<string>()
    for (const { path, name } of regionsOf(city))
      for (const key of [path, name]) {
        if (seen.has(key)) issue.addIssue(`区划 ${key} 重复`)
        seen.add(key)
      }
  })

/** Every region of the tree, parents first. */
export function regionsOf(node: RegionNode, above = ''): Region[] {
  const path = above === '' ? node.id : `${above}/${node.id}`
  return [
    { path, name: node.name, kind: node.kind, code: node.code ?? null },
    ...(node.children ?? []).flatMap((child) => regionsOf(child, path)),
  ]
}

/** True when a person whose scope is `scope` may see what belongs to `region`: the same place or anything below it. */
export function inScope(scope: RegionPath, region: RegionPath): boolean {
  return region === scope || region.startsWith(`${scope}/`)
}

/** The regions above, the city first. */
export function regionsAbove(path: RegionPath): RegionPath[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}
