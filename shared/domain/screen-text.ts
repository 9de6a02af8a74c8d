/** A place on the picture, as parts of its width and height (0 to 1), so that it holds for every size of it. */
export interface ScreenBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** 画面文字: writing that stood on the picture from one moment of the recording to another. */
export interface ScreenText {
  readonly fromMs: number
  readonly toMs: number
  readonly text: string
  readonly box: ScreenBox
  /** 0 to 1 as the engine gives it, of its best reading. */
  readonly confidence: number
}

/** A QR code or the like that stood on the picture; `text` is what it holds, as decoded. */
export interface ScreenCode {
  readonly fromMs: number
  readonly toMs: number
  readonly text: string
  readonly format: string
  readonly box: ScreenBox
}
