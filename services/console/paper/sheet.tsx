import { type PDFDocumentProxy, TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'

/** A canvas beyond this many pixels takes more memory than an office machine has to spare. */
const mostPixels = 16_000_000

interface Props {
  readonly document: PDFDocumentProxy
  /** From 1. */
  readonly page: number
  /** 1 fits the width of the sheet's place. */
  readonly zoom: number
  /** Quarter turns to the right. */
  readonly turns: number
  readonly label: string
}

/** One page, drawn, with its words over it to select and to be read aloud. */
export function PaperSheet({ document, page, zoom, turns, label }: Props) {
  const say = useWords()
  const place = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const words = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [scale, setScale] = useState(1)
  const [failed, setFailed] = useState(0)

  useEffect(() => {
    const watch = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    )
    if (place.current) watch.observe(place.current)
    return () => watch.disconnect()
  }, [])

  useEffect(() => {
    const [board, layer] = [canvas.current, words.current]
    if (!board || !layer || width === 0) return
    let stop = () => {}
    let live = true
    async function draw(board: HTMLCanvasElement, layer: HTMLDivElement) {
      const sheet = await document.getPage(page)
      const rotation = (sheet.rotate + turns * 90) % 360
      const fit = width / sheet.getViewport({ scale: 1, rotation }).width
      const viewport = sheet.getViewport({ scale: fit * zoom, rotation })
      if (!live) return
      const room = Math.sqrt(mostPixels / (viewport.width * viewport.height))
      const sharp = Math.min(devicePixelRatio, room)
      board.width = Math.floor(viewport.width * sharp)
      board.height = Math.floor(viewport.height * sharp)
      board.style.width = `${viewport.width}px`
      const drawn = sheet.render({
        canvas: board,
        viewport,
        transform: [sharp, 0, 0, sharp, 0, 0],
      })
      layer.replaceChildren()
      const text = new TextLayer({
        textContentSource: sheet.streamTextContent(),
        container: layer,
        viewport,
      })
      stop = () => {
        drawn.cancel()
        text.cancel()
      }
      setScale(viewport.scale)
      await Promise.all([drawn.promise, text.render()])
      board.dataset.page = String(page)
    }
    draw(board, layer).catch(() => live && setFailed(page))
    return () => {
      live = false
      stop()
    }
  }, [document, page, zoom, turns, width])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="paper-place" ref={place} tabIndex={0} aria-label={label}>
      {failed === page && <p className="quiet">{say('paper.pageBroken')}</p>}
      <div className="paper-sheet" style={{ '--total-scale-factor': scale } as CSSProperties}>
        <canvas ref={canvas} data-testid="paper-page" />
        <div ref={words} className="textLayer" />
      </div>
    </section>
  )
}
