import { type Binding, type Key, keymap, sameKey } from './keys.ts'

/** Keys a person has moved, by the place where they are in the house's map. */
export type OwnKeys = Readonly<Record<string, Key>>

const nameOf = ({ code, shift = false }: Key) => (shift ? `shift+${code}` : code)

/** The house's map with a person's own places in it. */
export function withOwn(own: OwnKeys): readonly Binding[] {
  return keymap.map((binding) => {
    const moved = own[nameOf(binding)]
    return moved ? { ...binding, code: moved.code, shift: moved.shift ?? false } : binding
  })
}

/**
 * Puts the binding that stands at `from` on `to`. Whoever stood there takes its place, so that no action is ever without
 * a key and no key has two.
 */
export function moved(own: OwnKeys, from: Key, to: Key): OwnKeys {
  const now = withOwn(own)
  const places = keymap.flatMap((home, i): [string, Key][] => {
    const at = now[i] ?? home
    const key = sameKey(at, from) ? to : sameKey(at, to) ? from : at
    const place = { code: key.code, shift: key.shift ?? false }
    return sameKey(place, home) ? [] : [[nameOf(home), place]]
  })
  return Object.fromEntries(places)
}

const printed: Readonly<Record<string, string>> = {
  ...{ ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→' },
  ...{ Comma: ',', Period: '.', Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']' },
  ...{ Semicolon: ';', Quote: "'", Backquote: '`', Backslash: '\\' },
}

/** What is printed on the key, as most keyboards have it. */
export function labelOf({ code, shift = false }: Key): string {
  if (code === 'Slash') return shift ? '?' : '/'
  const plain = printed[code] ?? code.replace(/^(Key|Digit|Numpad)/, '')
  return shift ? `⇧${plain}` : plain
}
