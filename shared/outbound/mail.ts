import { AppError, GiveUp } from '#shared/errors.ts'
import type { Letter } from './letter.ts'

export interface MailSettings {
  /** `smtp://user:password@host:port`, or `smtps:`. */
  readonly url: string
  readonly from: string
}

const timeoutMs = 60_000

/**
 * Hands a letter to the mail server and gives back its answer. Throws `GiveUp` for what it will never take (5xx, nobody of
 * the addressees), `unavailable` for everything that may pass: no connection, 4xx.
 */
export async function sendMail(
  { url, from }: MailSettings,
  to: readonly string[],
  { id, title, text, files }: Letter,
): Promise<string> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(url, { from })
  try {
    const answer = await within(
      transport.sendMail({
        from,
        to: [...to],
        subject: title,
        text,
        // The same letter sent again has the same number: mail programs show it once.
        messageId: `<${id}@lvbo>`,
        attachments: files.map(({ name, mime, bytes }) => ({
          ...{ filename: name, contentType: mime, content: bytes },
        })),
      }),
    )
    return `${answer.response}；收件人 ${answer.accepted.length} 个${
      answer.rejected.length > 0 ? `，拒收 ${answer.rejected.map(addressOf).join('、')}` : ''
    }`
  } catch (error) {
    if (error instanceof AppError) throw error
    const { responseCode = 0, message } = error as Error & { responseCode?: number }
    if (responseCode >= 500) throw new GiveUp(`邮件服务器拒绝：${message}`)
    throw new AppError('unavailable', `邮件未送出，稍后再试：${message}`, { cause: error })
  } finally {
    transport.close()
  }
}

const addressOf = (to: string | { readonly address: string }) =>
  typeof to === 'string' ? to : to.address

async function within<T>(sending: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('unavailable', '邮件服务器一分钟没有应答，稍后再试。')),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}
