import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** Long enough to look at a clip twice, too short to be handed around. */
export const ticketMs = 10 * 60_000

const Ticket = z.strictObject({ clipId: z.uuid(), operatorId: z.uuid(), untilMs: z.int() })
export type Ticket = z.infer<typeof Ticket>

/** The part of a link that opens one clip for one operator until `untilMs`. */
export function signTicket(secret: string, ticket: Ticket): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${body}.${markOf(secret, body).toString('base64url')}`
}

/** Throws `forbidden` for a ticket that was changed, is another operator's, or has run out. */
export function readTicket(
  secret: string,
  text: string,
  { operatorId, nowMs }: { readonly operatorId: string; readonly nowMs: number },
): Ticket {
  const [body = '', mark = ''] = text.split('.')
  const [given, wanted] = [Buffer.from(mark, 'base64url'), markOf(secret, body)]
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw spent()
  const ticket = Ticket.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  if (ticket.operatorId !== operatorId || ticket.untilMs < nowMs) throw spent()
  return ticket
}

/** The purpose is in the mark, so that no other signature of the same secret can pass for a ticket. */
function markOf(secret: string, body: string): Buffer {
  return createHmac('sha256', secret).update(`clip ticket ${body}`).digest()
}

const spent = () => new AppError('forbidden', '片段链接已失效，请回到告知书重新打开。')
