import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'

const dayMs = 86_400_000
const nearDays = 3

/** A deadline, and how near it is in words: colour alone says nothing. */
export function Due({ dueMs }: { readonly dueMs: number | null }) {
  const say = useWords()
  if (dueMs === null) return <span className="due quiet small">{say('home.noDue')}</span>
  const days = Math.floor((dueMs - Date.now()) / dayMs)
  const late = days < 0
  return (
    <span className={late ? 'due late' : days < nearDays ? 'due near' : 'due'}>
      <b className="num">{date(dueMs)}</b>
      <small>
        {late
          ? say('home.late', { n: -days })
          : days === 0
            ? say('home.today')
            : say('home.left', { n: days })}
      </small>
    </span>
  )
}
