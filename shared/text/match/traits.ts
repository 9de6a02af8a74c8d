import type { Folded } from '../fold.ts'
import { isLatin } from './latin.ts'
import { isNumeral } from './numbers.ts'
import type { Fillers } from './soft.ts'
import { isRare } from './sound.ts'

/** What must stand in a text for a way of reading it to find anything; bits. */
export const Trait = { numeral: 1, filler: 2, repeat: 4, latin: 8, rare: 16 } as const

/** The traits of every unit but `repeat`, which two make together. */
export function makeTraits({ kind }: Fillers): Uint8Array {
  return Uint8Array.from(
    { length: 65_536 },
    (_, unit) =>
      (isNumeral(unit) ? Trait.numeral : 0) |
      (kind[unit] === 0 ? 0 : Trait.filler) |
      (isLatin(unit) ? Trait.latin : 0) |
      (isRare(unit) ? Trait.rare : 0),
  )
}

/** The traits of a text, in one pass: most have none, and need not be read in all ways. */
export function traitsOf({ units, length }: Folded, traits: Uint8Array): number {
  let all = 0
  let before = -1
  for (let i = 0; i < length; i++) {
    const unit = units[i] as number
    all |= traits[unit] as number
    if (unit === before) all |= Trait.repeat
    before = unit
  }
  return all
}
