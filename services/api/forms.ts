import { z } from 'zod'
import { RegionPath } from '#shared/domain/region.ts'

/** What routes share: an id in the path, a page, a search, a reason. */
export const Id = z.object({ id: z.uuid() })
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(500).optional(),
})
export const Search = Page.extend({
  text: z.string().trim().min(1).max(100).optional(),
  region: RegionPath.optional(),
})
export const Reason = z.strictObject({ reason: z.string().trim().min(1, '请写明理由').max(2000) })
