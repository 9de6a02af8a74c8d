import { createHash } from 'node:crypto'
import type { Chat, Planted, Show } from './show.ts'
import type { Spoken } from './speech.ts'

/** A comment with its moment on the recording's clock. */
export interface Sent {
  readonly tMs: number
  readonly chat: Chat
}

/** Captions in SubRip form: one cue a line, times as measured on the samples. */
export function toSrt(show: Show, times: readonly Spoken[]): string {
  const cues = show.lines.map((line, index) => {
    const { startMs, endMs } = at(times, index)
    return `${index + 1}\n${srtTime(startMs)} --> ${srtTime(endMs)}\n${line.text}\n`
  })
  return cues.join('\n')
}

/** When each comment comes: shortly after its line begins, a second or two apart, the same on every run. */
export function placeComments(show: Show, times: readonly Spoken[]): Sent[] {
  const sent = show.lines.flatMap((line, index) =>
    (line.chat ?? []).map((chat, place) => {
      const jitterMs = Number.parseInt(digest(chat.user + chat.text).slice(0, 4), 16) % 800
      return { tMs: at(times, index).startMs + 700 + place * 1400 + jitterMs, chat }
    }),
  )
  return sent.sort((a, b) => a.tMs - b.tMs)
}

/** The danmaku as BililiveRecorder writes it: arrival in seconds first, server time in milliseconds fifth. */
export function toDanmakuXml(show: Show, sent: readonly Sent[]): string {
  const startedMs = Date.parse(show.startedAt)
  const info = [
    `roomid="${show.roomId}" shortid="0" name="${escapeXml(show.room)}"`,
    `title="${escapeXml(show.title)}" areanameparent="生活" areanamechild="带货"`,
    `start_time="${show.startedAt.replace(/(\.\d{3})/, '$10000')}"`,
  ].join(' ')
  const rows = sent.map(({ tMs, chat }) => {
    const seconds = (tMs / 1000).toFixed(3)
    const user = escapeXml(chat.user)
    const uid = Number.parseInt(digest(chat.user).slice(0, 7), 16)
    if (chat.gift) {
      return `  <gift ts="${seconds}" user="${user}" uid="${uid}" giftname="${chat.text}" giftcount="1" />`
    }
    const sentMs = startedMs + tMs
    // The third number after the name is the recorder's only word on whether the sender is 房管.
    const raw = JSON.stringify([
      [0, 1, 25, 16777215, sentMs, 0, 0, digest(chat.user).slice(0, 8), 0, 0, 0, ''],
      chat.text,
      [uid, chat.user, chat.staff ? 1 : 0, 0, 0, 10000, 1, ''],
    ])
    const p = `${seconds},1,25,16777215,${sentMs},0,${uid},0`
    return `  <d p="${p}" user="${user}" raw="${escapeXml(raw)}">${escapeXml(chat.text)}</d>`
  })
  return `\uFEFF<?xml version="1.0" encoding="utf-8"?>
<i>
  <chatserver>chat.bilibili.com</chatserver>
  <chatid>0</chatid>
  <mission>0</mission>
  <maxlimit>1000</maxlimit>
  <state>0</state>
  <real_name>0</real_name>
  <source>0</source>
  <BililiveRecorder version="2.17.3" />
  <BililiveRecorderRecordInfo ${info} />
${rows.join('\n')}
</i>
`
}

/** What was planted, with repeats of one phrase in one channel merged, and what only looks like it. */
export function toTruth(show: Show, times: readonly Spoken[], sent: readonly Sent[]) {
  const spoken = show.lines.map((line, index) => ({ ...line, ...at(times, index) }))
  const mentions = [
    ...spoken.map((line) => ({ channel: 'speech', ...line })),
    ...sent.map(({ tMs, chat }) => ({ channel: 'danmaku', startMs: tMs, endMs: tMs, ...chat })),
  ]
  const findings = new Map<string, Planted & { channel: string; mentions: object[] }>()
  for (const { channel, startMs, endMs, text, planted } of mentions) {
    if (!planted) continue
    const key = [channel, planted.category, planted.quote].join('\n')
    const finding = findings.get(key) ?? { ...planted, channel, mentions: [] }
    finding.mentions.push({ startMs, endMs, text })
    findings.set(key, finding)
  }
  return {
    room: show.room,
    title: show.title,
    region: show.region,
    goods: show.goods,
    startedAt: show.startedAt,
    sentences: show.lines.length,
    comments: sent.filter(({ chat }) => !chat.gift).length,
    findings: [...findings.values()].map(({ mentions: all, ...finding }) => ({
      ...finding,
      count: all.length,
      mentions: all,
    })),
    lookAlikes: spoken.flatMap(({ lookAlike, startMs, endMs, text }) =>
      lookAlike ? [{ ...lookAlike, channel: 'speech', startMs, endMs, text }] : [],
    ),
  }
}

function srtTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23).replace('.', ',')
}

function at(times: readonly Spoken[], index: number): Spoken {
  const time = times[index]
  if (!time) throw new Error(`line ${index} was never spoken`)
  return time
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
