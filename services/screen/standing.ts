import type { ScreenBox, ScreenText } from '#shared/domain/screen-text.ts'
import { overlaps, type PixelBox } from '#shared/ocr/picture.ts'
import type { ScreenLine } from '#shared/ocr/read-screen.ts'

/** Writing that goes away and comes back within this time is one caption that was misread in between. */
const reopenMs = 10_000
/** Readings of one caption differ in a character or two. */
const alikeFrom = 0.7

interface Caption {
  text: string
  confidence: number
  box: PixelBox
  readonly shape: { readonly width: number; readonly height: number }
  readonly fromMs: number
  seenMs: number
  toMs: number | null
}

/** Captions that stand on the picture, from look to look: each is one text with the times between which it was seen. */
export interface Standing {
  /** Boxes of what stands now, in pixels. */
  open(): readonly PixelBox[]
  /**
   * What a look found: the stretches that were read and the lines in them. Captions in stretches that neither changed
   * nor were read stand on; those in changed ones stand on only when they were read again.
   */
  look(at: Look): void
  /** All captions so far; what still stands ends at `endMs`. */
  finish(endMs: number): ScreenText[]
}

export interface Look {
  readonly atMs: number
  /** When the picture was looked at before; a caption began between the two. Null for the first. */
  readonly beforeMs: number | null
  readonly picture: { readonly width: number; readonly height: number }
  /** Whether what stood in a box is no longer what stands there. */
  readonly changed: (box: PixelBox) => boolean
  /** Whether a box could not be read at this look: what stands there is not known. */
  readonly unread: (box: PixelBox) => boolean
  readonly lines: readonly ScreenLine[]
}

/** `same` tells whether two readings are one text. */
export function standingCaptions(
  same = (a: string, b: string) => alike(a, b) >= alikeFrom,
): Standing {
  const closed: Caption[] = []
  let open: Caption[] = []

  function close(caption: Caption, atMs: number) {
    caption.toMs = Math.round((caption.seenMs + atMs) / 2)
    closed.push(caption)
  }

  function file(line: ScreenLine, { atMs, beforeMs, picture }: Look) {
    const isIt = (caption: Caption) =>
      overlaps(caption.box, line.box) && same(caption.text, line.text)
    const known = open.find(isIt)
    const gone = known
      ? undefined
      : closed.findLast((caption) => atMs - caption.seenMs <= reopenMs && isIt(caption))
    const caption = known ?? gone
    if (!caption) {
      const fromMs = beforeMs === null ? atMs : Math.round((beforeMs + atMs) / 2)
      const { width, height } = picture
      const { text, confidence, box } = line
      open.push({
        text,
        confidence,
        box,
        shape: { width, height },
        fromMs,
        seenMs: atMs,
        toMs: null,
      })
      return
    }
    if (gone) {
      closed.splice(closed.indexOf(gone), 1)
      gone.toMs = null
      open.push(gone)
    }
    caption.seenMs = atMs
    if (line.confidence <= caption.confidence) return
    Object.assign(caption, { text: line.text, confidence: line.confidence, box: line.box })
  }

  return {
    open: () => open.map(({ box }) => box),
    look(at) {
      const { width, height } = at.picture
      for (const line of at.lines) file(line, at)
      open = open.filter((caption) => {
        if (caption.seenMs === at.atMs) return true
        const resized = caption.shape.width !== width || caption.shape.height !== height
        if (!resized && !at.changed(caption.box)) caption.seenMs = at.atMs
        else if (resized || !at.unread(caption.box)) {
          close(caption, at.atMs)
          return false
        }
        return true
      })
    },
    finish(endMs) {
      for (const caption of open) {
        caption.toMs = Math.max(caption.seenMs, endMs)
        closed.push(caption)
      }
      open = []
      return closed
        .map(({ text, confidence, box, shape, fromMs, toMs }) => ({
          ...{ fromMs, toMs: toMs ?? endMs, text },
          ...{ box: partsOf(box, shape), confidence },
        }))
        .toSorted((a, b) => a.fromMs - b.fromMs || a.box.y - b.box.y || a.box.x - b.box.x)
    },
  }
}

/** Pixels as parts of the picture, to four places. */
export function partsOf(box: PixelBox, picture: { width: number; height: number }): ScreenBox {
  const part = (value: number, of: number) => Math.round((value / of) * 10_000) / 10_000
  return {
    x: part(box.x, picture.width),
    y: part(box.y, picture.height),
    width: part(box.width, picture.width),
    height: part(box.height, picture.height),
  }
}

/** How much two readings have in common, 0 to 1: twice the longest common run of characters in order, by their lengths. */
export function alike(a: string, b: string): number {
  if (a === b) return 1
  let last = new Uint16Array(b.length + 1)
  for (let i = 0; i < a.length; i++) {
    const row = new Uint16Array(b.length + 1)
    for (let j = 0; j < b.length; j++)
      row[j + 1] =
        a[i] === b[j] ? (last[j] as number) + 1 : Math.max(last[j + 1] as number, row[j] as number)
    last = row
  }
  return (2 * (last[b.length] as number)) / (a.length + b.length)
}
