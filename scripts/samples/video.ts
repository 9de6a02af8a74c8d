import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { drawLayers, height, width } from './scene.ts'
import type { Show } from './show.ts'
import { type Spoken, sampleRate, toWav } from './speech.ts'

const framesPerSecond = 6
const font = '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc'

/** Draws the layers in a browser, lets ffmpeg move them in time with the speech, and writes the MP4. */
export async function film(
  show: Show,
  speech: { samples: Int16Array; times: readonly Spoken[] },
  folder: string,
  target: string,
): Promise<void> {
  const layers = drawLayers(show)
  await render(layers, folder)
  const wav = join(folder, 'speech.wav')
  writeFileSync(wav, toWav(speech.samples))
  const graph = new Graph(folder)
  compose(graph, show, speech.times)
  execFileSync(
    'ffmpeg',
    [
      ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
      graph.inputs,
      ['-i', wav],
      ['-filter_complex', graph.text],
      ['-map', `[${graph.last}]`, '-map', `${graph.count}:a`],
      // The pictures have no end of their own, and -shortest overshoots by what is buffered.
      ['-t', (speech.samples.length / sampleRate).toFixed(3)],
      [
        '-c:v',
        'libx264',
        '-preset',
        'veryslow',
        '-tune',
        'animation',
        '-crf',
        '33',
        '-pix_fmt',
        'yuv420p',
      ],
      ['-g', String(framesPerSecond * 6), '-r', String(framesPerSecond)],
      ['-c:a', 'aac', '-b:a', '32k', '-ac', '1'],
      ['-metadata', `title=${show.title}`, '-metadata', `artist=${show.room}`],
      ['-metadata', 'comment=演示样例，语音与画面均为合成，人物、店铺与内容皆为虚构'],
      ['-fflags', '+bitexact', '-flags', '+bitexact', '-movflags', '+faststart', target],
    ].flat(),
    // The clock in the picture is the room's, wherever this runs.
    { env: { ...process.env, TZ: 'Asia/Shanghai' }, stdio: ['ignore', 'inherit', 'inherit'] },
  )
}

async function render(layers: Record<string, string>, folder: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 700, height: 1000 } })
    for (const [name, drawing] of Object.entries(layers)) {
      await page.setContent(
        `<style>*{margin:0;font-family:'Noto Sans CJK SC'}.song{font-family:'Noto Serif CJK SC';font-weight:700}svg{display:block}</style>${drawing}`,
      )
      await page
        .locator('svg')
        .screenshot({ path: join(folder, `${name}.png`), omitBackground: true })
    }
  } finally {
    await browser.close()
  }
}

/** An ffmpeg filter graph that grows by one overlay at a time. */
class Graph {
  readonly inputs: string[] = []
  count = 0
  last = 'base'
  private readonly parts: string[] = []
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
    const source = `color=c=0xcfeaf0:s=${width}x${height}:r=${framesPerSecond},format=yuv420p`
    this.parts.push(`${source}[base]`)
  }

  /** Lays a picture over what is there. `x` and `y` are expressions of the time `t` in seconds. */
  overlay(name: string, x: string | number, y: string | number, when?: string): void {
    this.inputs.push('-loop', '1', '-framerate', String(framesPerSecond))
    this.inputs.push('-i', join(this.folder, `${name}.png`))
    const enable = when === undefined ? '' : `:enable='${when}'`
    const next = `v${this.count}`
    this.parts.push(`[${this.last}][${this.count}:v]overlay=x='${x}':y='${y}'${enable}[${next}]`)
    this.count += 1
    this.last = next
  }

  filter(text: string): void {
    this.parts.push(`[${this.last}]${text}[f${this.parts.length}]`)
    this.last = `f${this.parts.length - 1}`
  }

  get text(): string {
    return this.parts.join(';')
  }
}

function compose(graph: Graph, show: Show, times: readonly Spoken[]): void {
  graph.overlay('sea', '-60+40*sin(t*0.5)', 168)
  graph.overlay('boat', `mod(t*9,${width + 240})-120`, '252+4*sin(t*1.6)')
  graph.overlay('room', 0, 0)

  const spoken = times
    .filter((_, index) => show.lines[index]?.by === 'host')
    .map(({ startMs, endMs }) => `between(t,${startMs / 1000},${endMs / 1000})`)
    .join('+')
  const sway = ['100+5*sin(t*0.7)', '318+3*sin(t*1.9)'] as const
  const blink = 'lt(mod(t,4.2),0.13)'
  const mouth = `lt(mod(t,0.5),0.25)*(${spoken})`
  graph.overlay('host', ...sway)
  graph.overlay('blinking', ...sway, `${blink}*not(${mouth})`)
  graph.overlay('talking', ...sway, mouth)
  graph.overlay('table', 0, 0)

  for (const { product, from, to } of onShow(show, times)) {
    const slide = `if(lt(t-${from},0.6),${width}-(t-${from})/0.6*238,302)`
    graph.overlay(`product${product}`, slide, 124, `between(t,${from},${to})`)
  }
  for (const index of show.notices.keys()) {
    const turn = `eq(mod(floor(t/9),${show.notices.length}),${index})`
    graph.overlay(`notice${index}`, 0, height - 44, turn)
  }
  const epoch = Date.parse(show.startedAt) / 1000
  const clock = `%{pts\\:localtime\\:${epoch}\\:%H\\\\\\:%M\\\\\\:%S}`
  const date = show.startedAt.slice(0, 10)
  graph.filter(
    `drawtext=fontfile=${font}:text='${date}':fontsize=15:fontcolor=0x7b6a5c:x=443-tw/2:y=30`,
  )
  graph.filter(
    `drawtext=fontfile=${font}:text='${clock}':fontsize=26:fontcolor=0x4c3f35:x=443-tw/2:y=48`,
  )
}

/** Which product's card stands on the screen from when to when, in seconds. */
function onShow(show: Show, times: readonly Spoken[]) {
  const starts = show.lines.flatMap((line, index) =>
    line.product === undefined
      ? []
      : [{ product: line.product, from: (times[index]?.startMs ?? 0) / 1000 }],
  )
  return starts.map((start, index) => ({ ...start, to: (starts[index + 1]?.from ?? 1e6) - 0.001 }))
}
