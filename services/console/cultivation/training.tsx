import { useQuery } from '@tanstack/react-query'
import { useCan } from '../frame/can.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Attendance } from './attendance.tsx'
import { trainingQuery } from './queries.ts'

/** One session: when, where, who was there, with what result. */
export function TrainingFile({ id }: { readonly id: string }) {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const query = useQuery(trainingQuery(id))
  return (
    <Loaded query={query}>
      {(file) => (
        <div className="file-sheet" data-testid="training-file">
          <section>
            <h2>
              <bdi>{file.title}</bdi>
            </h2>
            <p className="quiet">
              {[file.heldOn, regionOf(file.region), file.place, file.host]
                .filter(Boolean)
                .join(' · ')}{' '}
              · {say('training.length', { n: file.hours })}
            </p>
            {file.note && <p>{file.note}</p>}
          </section>
          <Attendance
            key={JSON.stringify(file.attendance)}
            file={file}
            mayWrite={can('training.write')}
          />
        </div>
      )}
    </Loaded>
  )
}
