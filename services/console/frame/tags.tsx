import type { MembershipState } from '#shared/domain/membership.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import { useWords } from '../words/words.ts'

type Level = 1 | 2 | 3 | 4 | 5
const levels: readonly Level[] = [1, 2, 3, 4, 5]

/** Severity as colour, shape and word at once. */
export function Severity({ level }: { readonly level: number }) {
  const say = useWords()
  const known = levels.find((l) => l === level) ?? 1
  const name = say(`severity.${known}`)
  return (
    <span className={`severity sev${known}`} title={say('severity.label', { n: known, name })}>
      <span className="steps" aria-hidden="true">
        {levels.map((l) => (
          <i key={l} className={l <= known ? 'on' : ''} style={{ height: 3 + l * 2 }} />
        ))}
      </span>
      {name}
    </span>
  )
}

/** A room's colour with its meaning; the shape differs per colour too. */
export function ColourTag({
  colour,
  meaning = false,
}: {
  readonly colour: Colour
  readonly meaning?: boolean
}) {
  const say = useWords()
  return (
    <span className={`colour ${colour}`}>
      {say(`colour.${colour}`)}
      {meaning && ` · ${say(`colour.${colour}.means`)}`}
    </span>
  )
}

const coloured: readonly MembershipState[] = [
  'listed',
  'province_recommended',
  'rectifying',
  'suspended',
  'removal_proposed',
  'statement',
]

/** Only a room in the pool has a colour; one that was merely surveyed is not “in order”. */
export function PoolColour({
  state,
  colour,
  meaning = false,
}: {
  readonly state: MembershipState
  readonly colour: Colour
  readonly meaning?: boolean
}) {
  const say = useWords()
  if (coloured.includes(state)) return <ColourTag colour={colour} meaning={meaning} />
  return <span className="quiet small">{say('colour.none')}</span>
}

export function PoolState({ state }: { readonly state: MembershipState }) {
  const say = useWords()
  return <span className="pill strong">{say(`pool.${state}`)}</span>
}
