/** A broadcast that never took place, written down to be spoken, drawn and checked. Everything in it is invented. */
export interface Show {
  /** The room's name, also the first part of the file name. */
  readonly room: string
  readonly roomId: number
  readonly title: string
  readonly region: string
  readonly goods: string
  /** Wall clock of the first picture, ISO 8601 with zone. */
  readonly startedAt: string
  readonly voices: Readonly<Record<Speaker, Voice>>
  readonly look: Look
  readonly products: readonly Product[]
  /** Short lines under the picture, shown in turn. */
  readonly notices: readonly string[]
  readonly lines: readonly Line[]
}

export type Speaker = 'host' | 'assistant'

/** How eSpeak NG speaks: variant of `cmn-latn-pinyin`, words a minute, pitch 0 to 99, loudness 0 to 1. */
export interface Voice {
  readonly variant: string
  readonly speed: number
  readonly pitch: number
  readonly gain: number
}

export interface Product {
  readonly name: string
  readonly spec: string
  readonly origin: string
  readonly price: string
}

/** Colours of the drawn room, and what lies on its table. */
export interface Look {
  readonly wall: readonly [string, string]
  readonly wood: readonly [string, string]
  readonly apron: string
  readonly scarf: string
  readonly accent: string
  readonly table: 'shrimp' | 'seaweed'
}

/** One sentence as it is spoken. `product` puts that product's card on the screen from here on. */
export interface Line {
  readonly by: Speaker
  readonly text: string
  readonly product?: number
  readonly planted?: Planted
  readonly lookAlike?: LookAlike
  /** Comments that arrive while the sentence is spoken. */
  readonly chat?: readonly Chat[]
}

/** `staff` is the room's own helper (房管), marked as such in the recorder's file. */
export interface Chat {
  readonly user: string
  readonly text: string
  readonly staff?: true
  readonly planted?: Planted
  readonly gift?: true
}

/** A finding put there on purpose: category id and the words that carry it. */
export interface Planted {
  readonly category: string
  readonly quote: string
}

/** Words that look like a finding and are lawful. */
export interface LookAlike {
  readonly category: string
  readonly quote: string
  readonly why: string
}

/** A sentence of the host's. */
export function say(text: string, more: Omit<Line, 'by' | 'text'> = {}): Line {
  return { by: 'host', text, ...more }
}

/** A sentence of the assistant's, off camera. */
export function help(text: string, more: Omit<Line, 'by' | 'text'> = {}): Line {
  return { by: 'assistant', text, ...more }
}

/** A viewer's comment. */
export function chat(user: string, text: string): Chat {
  return { user, text }
}
