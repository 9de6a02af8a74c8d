import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import { type Fields, fields, items, numberOf, textOf } from '../scan/fields.ts'
import { epochMs } from '../scan/time.ts'
import { message } from './message.ts'
import type { JsonDialect } from './record.ts'

const renderers: Record<string, CommentKind> = {
  liveChatTextMessageRenderer: 'chat',
  liveChatPaidMessageRenderer: 'super_chat',
  liveChatPaidStickerRenderer: 'gift',
  liveChatMembershipItemRenderer: 'guard',
}

/** YouTube chat as yt-dlp stores it, one action a line: microseconds of wall clock, and the video's milliseconds in replays. */
export const youtubeChat: JsonDialect = {
  record: 'object',
  read(value) {
    const line = fields(value)
    const replay = fields(line.replayChatItemAction)
    const actions = items(replay.actions ?? line.actions)
    const tMs = numberOf(replay, 'videoOffsetTimeMsec') ?? numberOf(line, 'videoOffsetTimeMsec')
    const shown = actions.length > 0 ? actions : [line]
    return shown.flatMap((action) =>
      added(fields(fields(fields(action).addChatItemAction).item), tMs),
    )
  },
}

function added(item: Fields, tMs: number | null): Comment[] {
  for (const [name, kind] of Object.entries(renderers)) {
    if (item[name] === undefined) continue
    const said = fields(item[name])
    return [
      message({
        kind,
        // Messages from before the broadcast have negative offsets.
        tMs: tMs === null ? null : Math.max(0, tMs),
        atMs: epochMs(numberOf(said, 'timestampUsec') ?? 0),
        text: items(fields(said.message).runs)
          .map((run) => wordsOf(fields(run)))
          .join(''),
        sender:
          textOf(said, 'authorExternalChannelId') ?? textOf(fields(said.authorName), 'simpleText'),
        staff: items(said.authorBadges).some(isStaffBadge),
        id: textOf(said, 'id'),
      }),
    ]
  }
  return []
}

function isStaffBadge(badge: unknown): boolean {
  const icon = fields(fields(fields(badge).liveChatAuthorBadgeRenderer).icon)
  return ['OWNER', 'MODERATOR'].includes(textOf(icon, 'iconType') ?? '')
}

function wordsOf(run: Fields): string {
  const emoji = fields(run.emoji)
  return (
    textOf(run, 'text') ??
    textOf({ name: items(emoji.shortcuts)[0] }, 'name') ??
    textOf(emoji, 'emojiId') ??
    ''
  )
}
