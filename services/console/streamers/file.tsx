import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { WithReason } from '../frame/with-reason.tsx'
import { useWords } from '../words/words.ts'
import { Credentials } from './credentials.tsx'
import { PersonForm } from './person-form.tsx'
import { type StreamerView, streamerQuery } from './queries.ts'
import { StreamerRooms } from './rooms.tsx'

/** One streamer: who, certificates, trainings, rooms. */
export function StreamerFile({ id }: { readonly id: string }) {
  const query = useQuery(streamerQuery(id))
  return (
    <Loaded query={query}>
      {(file) => (
        <div className="file-sheet" data-testid="streamer-file">
          <Who file={file} />
          <Credentials file={file} />
          <Trainings file={file} />
          <StreamerRooms file={file} />
        </div>
      )}
    </Loaded>
  )
}

function Who({ file }: { readonly file: StreamerView }) {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const { id, name, alias, region, operatorId, phone, identityMasked, version } = file
  return (
    <section>
      <div className="bar">
        <h2>
          <bdi>{name}</bdi> {alias && <bdi className="quiet">{alias}</bdi>}
        </h2>
        {can('streamer.write') && (
          <Button
            size="small"
            className="end"
            onClick={() => setEditing(!editing)}
            data-testid="streamer-edit"
          >
            {say(editing ? 'form.cancel' : 'form.edit')}
          </Button>
        )}
      </div>
      {editing ? (
        <PersonForm
          initial={{ name, alias, region, operatorId, phone }}
          hasIdentity={identityMasked !== null}
          save={async (person) => {
            const json = { ...person, seen: version }
            await read(api.streamers[':id'].$patch({ param: { id }, json }))
            setEditing(false)
            await queries.invalidateQueries(streamerQuery(id))
            await queries.invalidateQueries({ queryKey: ['streamers'] })
          }}
        />
      ) : (
        <dl className="room-facts">
          <dt>{say('rooms.region')}</dt>
          <dd>{regionOf(region)}</dd>
          <dt>{say('operators.phone')}</dt>
          <dd>
            <bdi>{phone || '–'}</bdi>
          </dd>
          <dt>{say('streamers.identityNumber')}</dt>
          <dd>{identityMasked ? <Identity id={id} masked={identityMasked} /> : '–'}</dd>
        </dl>
      )}
    </section>
  )
}

/** Masked; in plain for a reason that stays in the audit log, and only on this screen. */
function Identity({ id, masked }: { readonly id: string; readonly masked: string }) {
  const say = useWords()
  const can = useCan()
  const showing = useMutation({
    mutationFn: (reason: string) =>
      read(api.streamers[':id'].reveal.$post({ param: { id }, json: { reason } })),
    gcTime: 0,
  })
  return (
    <>
      <span className="num">{showing.data?.identity ?? masked}</span>{' '}
      {can('streamer.reveal') && !showing.data && (
        <WithReason
          label={say('streamers.reveal')}
          title={say('streamers.revealHint')}
          act={(reason) => showing.mutateAsync(reason)}
        />
      )}
      {showing.data && <Alert type="warning" title={say('streamers.revealed')} />}
    </>
  )
}

function Trainings({ file: { trainings, hours } }: { readonly file: StreamerView }) {
  const say = useWords()
  return (
    <section>
      <h3>{say('streamers.trainings', { n: hours })}</h3>
      {trainings.length === 0 && <p className="quiet">{say('streamers.noTraining')}</p>}
      <ul className="lines">
        {trainings.map((training) => (
          <li key={training.trainingId}>
            <span className="num quiet">{training.heldOn}</span>{' '}
            <Link href={`/cultivation?tab=trainings&id=${training.trainingId}`}>
              <bdi>{training.title}</bdi>
            </Link>{' '}
            <span className="small">
              {say('streamers.ofTraining', { n: training.hours, score: training.score ?? '–' })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
