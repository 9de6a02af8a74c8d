import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** A file somebody handed in, stored under its hash. */
export const Attachment = z.strictObject({
  name: z.string().min(1).max(200),
  mime: z.string(),
  bytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  key: z.string(),
})
export type Attachment = z.infer<typeof Attachment>

/** The most bytes of one file, and how many files one thing may carry. */
export const maxAttachmentBytes = 20 * 1024 * 1024
export const maxAttachments = 40

interface FileKind {
  readonly mime: string
  readonly name: string
  readonly extensions: readonly string[]
  readonly magic: readonly (readonly number[])[]
}

/** What may be handed in: papers and pictures. Nothing a browser would run. */
const kinds: readonly FileKind[] = [
  { mime: 'application/pdf', name: 'PDF', extensions: ['pdf'], magic: [[0x25, 0x50, 0x44, 0x46]] },
  { mime: 'image/jpeg', name: 'JPEG', extensions: ['jpg', 'jpeg'], magic: [[0xff, 0xd8, 0xff]] },
  { mime: 'image/png', name: 'PNG', extensions: ['png'], magic: [[0x89, 0x50, 0x4e, 0x47]] },
  {
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    name: 'docx',
    extensions: ['docx'],
    magic: [[0x50, 0x4b, 0x03, 0x04]],
  },
  {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: 'xlsx',
    extensions: ['xlsx'],
    magic: [[0x50, 0x4b, 0x03, 0x04]],
  },
]

/**
 * The MIME type a file is stored under: by its name and by its first bytes, which must agree; what the sender calls it
 * counts for nothing. Throws `invalid` for an empty, too large or unknown file.
 */
export function attachmentMime(name: string, head: Uint8Array, bytes: number): string {
  if (bytes === 0) throw new AppError('invalid', `“${name}”是空文件，请重新选择。`)
  if (bytes > maxAttachmentBytes)
    throw new AppError(
      'invalid',
      `“${name}”超过 ${maxAttachmentBytes / 1024 / 1024} MB，请压缩或拆分后再传。`,
    )
  const extension = name.toLowerCase().split('.').at(-1) ?? ''
  const kind = kinds.find(({ extensions }) => extensions.includes(extension))
  const fits = kind?.magic.some((magic) => magic.every((byte, i) => head[i] === byte))
  if (!kind || !fits)
    throw new AppError(
      'invalid',
      `“${name}”不是可接收的文件；请提交 ${kinds.map((k) => k.name).join('、')}，且扩展名与内容一致。`,
    )
  return kind.mime
}
