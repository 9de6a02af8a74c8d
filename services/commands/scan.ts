import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '#shared/config/env.ts'
import { Goods, RoomType } from '#shared/domain/channel.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { openTesseract } from '#shared/ocr/tesseract.ts'
import { enginesOf } from '../engines.ts'
import { loadPolicies } from '../policies.ts'
import { type Scan, scanRecording } from '../scan.ts'
import { type Io, show } from './context.ts'
import { shippedLexicon } from './detect.ts'
import { absenceText } from './explain-words.ts'
import { oneOf } from './forms.ts'
import { type RecordingOptions, registerOptions } from './options.ts'
import { signalText } from './signals.ts'
import { channelNames, clock, marked } from './words.ts'

interface Options extends RecordingOptions {
  readonly out?: string
  readonly roomType?: string
  readonly json?: boolean
  readonly screen: boolean
}

/** `scan`: one recording, once, with no database left behind. */
export function scanCommand(command: Command, io: Io): void {
  command
    .option('--danmaku <file>', '弹幕文件 / danmaku file')
    .option('--transcript <file>', '字幕文件 / captions file')
    .option('--room <name>', '直播间名称 / room name')
    .option('--title <text>', '直播标题 / broadcast title')
    .option('--goods <goods>', `商品类别 / goods: ${Goods.options.join(', ')}`)
    .option('--room-type <type>', `直播间类型 / room type: ${RoomType.options.join(', ')}`)
    .option('--started-at <iso>', '开始时间 / start, ISO 8601')
    .option('--out <dir>', '片段目录,不给则不截片段 / folder for clips; none are cut without it')
    .option('--no-screen', '不读画面文字与二维码 / leave writing and codes on the picture unread')
    .option('--json', '输出 JSON / print JSON')
    .action(async (path: string, options: Options) => {
      const config = loadConfig(io.env)
      const { audience, screen, links } = await loadPolicies({})
      const reader = options.screen ? await openTesseract() : null
      const roomType = oneOf('--room-type', RoomType.options, options.roomType)
      const out = options.out ? resolve(options.out) : null
      if (out) await mkdir(join(out, 'clips'), { recursive: true })
      const scan = await scanRecording(
        path,
        { ...registerOptions(options), roomType, out },
        {
          ...(await shippedLexicon(config.DATA_DIR)),
          audience: policyOn(audience, Date.now()),
          transcriber: enginesOf(config).transcriber,
          screen: reader && { reader, policy: policyOn(screen, Date.now()) },
          links: policyOn(links, Date.now()),
          signal: io.signal,
        },
      )
      show(io, options.json, scan, () => describe(scan))
    })
}

function describe(scan: Scan): string {
  const { recording, transcript, screens, links, danmaku, flags, absent, signals } = scan
  const { suppressed, notes } = scan
  return [
    `录像 ${recording.path}(${recording.container},${clock(recording.durationMs)})`,
    transcript ? `转写 ${transcript.engine}:${transcript.sentences.length} 句` : '没有转写',
    ...screens.map(({ fromMs, toMs, text }) => `画面 ${clock(fromMs)}–${clock(toMs)} ${text}`),
    ...links.map(({ fromMs, text, reason }) => `链接 ${clock(fromMs)} ${text}(${reason})`),
    danmaku ? `弹幕 ${danmaku.format}:${danmaku.count} 条` : '没有弹幕',
    ...notes.map((note) => `注意:${note}`),
    `疑似线索 ${flags.length} 条,语境排除 ${suppressed.length} 处`,
    ...flags.map(
      (flag) =>
        `  ${clock(flag.startMs)} ${channelNames[flag.channel]} ${flag.category} 严重度${flag.severity} ×${flag.count} ${marked(flag.quote, flag.quoteStart, flag.quoteEnd)} ${flag.articles.map((a) => `${a.short}${a.cite}`).join('、')}`,
    ),
    `缺失类核对 ${absent.length} 项:`,
    ...absent.map(absenceText),
    ...(signals.length > 0 ? [`观众弹幕的信号 ${signals.length} 个:`] : []),
    ...signals.map((signal) => `  ${signalText(signal)}`),
  ].join('\n')
}
