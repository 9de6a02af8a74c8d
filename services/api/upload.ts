import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { maxAttachmentBytes } from '#shared/domain/attachment.ts'

/** Files come as the body of the request, their name in the query. */
export const FileName = z.object({ fileName: z.string().trim().min(1).max(200) })

export const uploadLimit = bodyLimit({
  maxSize: maxAttachmentBytes,
  onError: (c) => c.json({ code: 'invalid', message: '文件超过 20 MB，请压缩或拆分后再传。' }, 413),
})

export async function uploadOf(c: Context, name: string) {
  return { name, bytes: new Uint8Array(await c.req.arrayBuffer()) }
}
