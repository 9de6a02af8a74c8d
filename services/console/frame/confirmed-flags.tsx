import { useQuery } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import { flagsQuery } from '../queries.ts'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useSession } from './session.tsx'
import { Loaded } from './states.tsx'

/** The confirmed leads of a room, to be ticked: what a notice or a hand-over rests on. */
export function ConfirmedFlags({
  roomId,
  chosen,
  choose,
}: {
  readonly roomId: string
  readonly chosen: string[]
  readonly choose: (ids: string[]) => void
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  const flags = useQuery(flagsQuery({ state: 'confirmed', category: '', roomId }))
  return (
    <Loaded query={flags}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p className="quiet">{say('notices.noFlags')}</p>
        ) : (
          <fieldset className="choices">
            <legend>{say('notices.flags')}</legend>
            <Checkbox.Group
              value={chosen}
              onChange={choose}
              options={rows.map(({ id, category, quote, saidAt }) => ({
                value: id,
                label: (
                  <span>
                    <b>{categoryOf(category)}</b> <bdi>{quote}</bdi>{' '}
                    <span className="quiet small num">{dateTime(saidAt)}</span>
                  </span>
                ),
              }))}
            />
          </fieldset>
        )
      }
    </Loaded>
  )
}
