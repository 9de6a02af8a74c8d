import Artplayer from 'artplayer'
import danmuku, { type Result } from 'artplayer-plugin-danmuku'
import type { ClipSource } from './clip-source.ts'
import { heardOf, idle, type Playback, type PlaybackCell, type Player } from './playback.ts'

/** The phrase is heard from this long before it to this long after it; then the picture waits for the person. */
const leadInMs = 3_000
const leadOutMs = 5_000
const rates = [0.75, 1, 1.25, 1.5, 2]
const volume = 0.7

Artplayer.CONTEXTMENU = false

type Lang = 'zh-cn' | 'en'
type Tell = (change: Partial<Playback>) => void

export interface Mounted {
  readonly player: Player
  destroy(): void
}

/** Puts a player for one clip into `holder` and starts it before the phrase, unless the person wants less motion. */
export function mountPlayer(
  holder: HTMLElement,
  source: ClipSource,
  playback: PlaybackCell,
  words: { readonly lang: Lang },
): Mounted {
  const box = document.createElement('div')
  box.className = 'art-box'
  holder.append(box)
  const layer = layerOf(source)
  const art = screenOf(box, source, words.lang, layer.plugin)
  const tell: Tell = (change) => playback.set({ ...playback.get(), ...change })
  playback.set({ ...idle, danmaku: source.danmakuOn })
  const run = runOf(art, source, tell)
  art.on('ready', () => {
    // The layer's own switch has a name and nothing that may have one.
    box.querySelector('.apd-toggle')?.setAttribute('role', 'button')
    tell({ lengthMs: art.duration * 1000, muted: art.muted })
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) run.toPhrase()
    else run.again()
  })
  art.on('video:timeupdate', () => {
    const atMs = art.currentTime * 1000
    const heard = Math.max(playback.get().heard, heardOf(playedOf(art.video), source))
    tell({ atMs, heard })
    run.passed(atMs)
  })
  art.on('video:play', () => tell({ playing: true }))
  art.on('video:pause', () => tell({ playing: false }))
  art.on('video:ended', () => tell({ playing: false }))
  art.on('video:volumechange', () => tell({ muted: art.muted }))
  art.on('video:error', () => tell({ broken: true, playing: false }))
  return {
    player: {
      toggle: run.toggle,
      seek: run.seek,
      nudge: run.nudge,
      again: run.again,
      mute() {
        art.muted = !art.muted
        tell({ muted: art.muted })
      },
      full() {
        art.fullscreen = !art.fullscreen
      },
      pace(step) {
        const at = rates.indexOf(playback.get().rate)
        const rate = rates[at + step] ?? playback.get().rate
        art.playbackRate = rate as typeof art.playbackRate
        tell({ rate })
      },
      danmaku() {
        const on = !playback.get().danmaku
        layer.show(on)
        tell({ danmaku: on })
      },
    },
    destroy() {
      art.destroy(true)
      box.remove()
    },
  }
}

/** The comments that run across the picture. */
function layerOf(source: ClipSource) {
  const layer = danmuku({
    danmuku: [...source.danmaku],
    emitter: false,
    heatmap: false,
    visible: source.danmakuOn,
    antiOverlap: true,
    synchronousPlayback: true,
    speed: 6,
    fontSize: 14,
    opacity: 0.95,
    margin: [8, '70%'],
  })
  let overlay: Result | undefined
  return {
    plugin(art: Artplayer) {
      overlay = layer(art)
      return overlay
    },
    show(on: boolean) {
      if (on) overlay?.show()
      else overlay?.hide()
    },
  }
}

function screenOf(
  box: HTMLDivElement,
  source: ClipSource,
  lang: Lang,
  plugin: (art: Artplayer) => unknown,
): Artplayer {
  return new Artplayer({
    container: box,
    url: source.url,
    lang,
    volume,
    hotkey: false,
    setting: false,
    fullscreen: true,
    miniProgressBar: false,
    autoPlayback: false,
    mutex: true,
    theme: '#7fb2e0',
    plugins: [plugin],
    ...(source.poster ? { poster: source.poster } : {}),
  })
}

/** How the picture runs: through the phrase and no further, until the person moves it elsewhere. */
function runOf(art: Artplayer, { markStartMs, markEndMs }: ClipSource, tell: Tell) {
  const untilMs = markEndMs + leadOutMs
  let stopMs: number | null = untilMs
  const play = () => void art.play().catch(() => {})
  const to = (ms: number) => {
    art.seek = Math.max(0, ms) / 1000
    tell({ atMs: Math.max(0, ms) })
  }
  const toPhrase = () => to(markStartMs - leadInMs)
  return {
    toPhrase,
    again() {
      toPhrase()
      stopMs = untilMs
      play()
    },
    toggle() {
      stopMs = null
      if (art.playing) art.pause()
      else play()
    },
    seek(ms: number) {
      stopMs = null
      to(ms)
      play()
    },
    nudge(ms: number) {
      stopMs = null
      to(Math.min(art.currentTime * 1000 + ms, art.duration * 1000))
    },
    /** Stops behind the phrase. */
    passed(atMs: number) {
      if (stopMs === null || atMs < stopMs) return
      stopMs = null
      art.pause()
    },
  }
}

function playedOf({ played }: HTMLVideoElement) {
  return Array.from({ length: played.length }, (_, i) => ({
    fromMs: played.start(i) * 1000,
    toMs: played.end(i) * 1000,
  }))
}
