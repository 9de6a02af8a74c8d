import { Select } from 'antd'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'

export const shownStates = ['open', 'doubtful', 'confirmed', 'dismissed', 'invalid'] as const
export type ShownState = (typeof shownStates)[number] | 'all'

export function Filters({
  state,
  category,
  change,
}: {
  readonly state: ShownState
  readonly category: string
  readonly change: (to: { state?: ShownState; category?: string }) => void
}) {
  const say = useWords()
  const { categories } = useSession()
  return (
    <div className="filters">
      <Select
        aria-label={say('rooms.state')}
        data-testid="filter-state"
        value={state}
        onChange={(next: ShownState) => change({ state: next })}
        options={[
          ...shownStates.map((value) => ({ value, label: say(`flag.${value}`) })),
          { value: 'all', label: say('review.all') },
        ]}
      />
      <Select
        aria-label={say('review.category')}
        data-testid="filter-category"
        value={category}
        popupMatchSelectWidth={220}
        onChange={(next: string) => change({ category: next })}
        options={[
          { value: '', label: say('review.anyCategory') },
          ...categories.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </div>
  )
}
