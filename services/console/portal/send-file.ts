import { maxAttachmentBytes } from '#shared/domain/attachment.ts'
import { ApiFailure, failureOf } from '../client.ts'
import type { Say } from '../words/words.ts'

/** What a phone's picker offers: its camera and gallery, and papers. The house looks at the bytes again. */
export const accepted = '.pdf,.jpg,.jpeg,.png,.docx,.xlsx,image/jpeg,image/png,application/pdf'

/**
 * Sends a file as the body of one request. Throws `ApiFailure` with the sentence to show; a file that is too large is
 * refused before anything goes over a mobile network.
 */
export async function sendFile<T>(url: string, file: File, say: Say): Promise<T> {
  if (file.size > maxAttachmentBytes)
    throw new ApiFailure(413, 'invalid', say('portal.tooLarge', { name: file.name }))
  const address = new URL(url, location.origin)
  address.searchParams.set('fileName', file.name)
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-lvbo-active': '1' },
    body: file,
  }).catch(() => {
    throw new ApiFailure(0, 'offline', '')
  })
  if (!response.ok) throw await failureOf(response)
  return (await response.json()) as T
}
