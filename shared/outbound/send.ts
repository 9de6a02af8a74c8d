import type { DeliveryWay } from '#shared/domain/delivery.ts'
import { GiveUp } from '#shared/errors.ts'
import { dropLetter } from './folder.ts'
import type { Letter } from './letter.ts'
import { type MailSettings, sendMail } from './mail.ts'
import { postWebhook } from './webhook.ts'

/** What an installation can send by; whatever is missing is said when something would need it. */
export interface Post {
  readonly mail: MailSettings | null
  /** Secrets of webhooks by recipient. */
  readonly secrets: ReadonlyMap<string, string>
  readonly dropDir: string | null
}

export interface SendTo {
  readonly recipient: string
  readonly way: DeliveryWay
  readonly allow: readonly string[]
  readonly nowMs: number
}

/** Sends a letter and gives back the other side's confirmation. Throws `GiveUp` when trying again cannot help. */
export async function sendLetter(
  post: Post,
  { recipient, way, allow, nowMs }: SendTo,
  letter: Letter,
): Promise<string> {
  switch (way.kind) {
    case 'mail':
      if (!post.mail) throw new GiveUp('没有设置 SMTP_URL 与 SMTP_FROM，邮件发不出去；设置后重发。')
      return sendMail(post.mail, way.to, letter)
    case 'webhook': {
      const secret = post.secrets.get(recipient)
      if (!secret)
        throw new GiveUp(`DELIVERY_SECRETS 中没有收件方 ${recipient} 的密钥；设置后重发。`)
      return postWebhook(way.url, letter, { secret, allow, nowMs })
    }
    case 'folder':
      if (!post.dropDir) throw new GiveUp('没有设置 DROP_DIR，摆渡文件写不出去；设置后重发。')
      return dropLetter(post.dropDir, way.dir, letter)
  }
}
