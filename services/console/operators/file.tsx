import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'
import { Credit } from './credit.tsx'
import { EditOperator } from './edit.tsx'
import { Licences } from './licences.tsx'
import { OperatorOffers } from './offers.tsx'
import { type OperatorView, operatorQuery } from './queries.ts'

/** One operator: whether it may apply and why, its licences with their validity, its rooms, what it was offered. */
export function OperatorFile({ id }: { readonly id: string }) {
  const say = useWords()
  const can = useCan()
  const query = useQuery(operatorQuery(id))
  return (
    <Loaded query={query}>
      {(file) => (
        <div className="file-sheet" data-testid="operator-file">
          <Facts file={file} />
          <Credit file={file} />
          <Licences file={file} />
          <section>
            <h3>{say('nav.rooms')}</h3>
            {file.rooms.length === 0 && <p className="quiet">{say('operators.noRoom')}</p>}
            <ul className="lines">
              {file.rooms.map((room) => (
                <li key={room.id}>
                  <Link href={`/rooms/${room.id}`}>
                    <bdi>{room.name}</bdi>
                  </Link>{' '}
                  <span className="quiet small">{say(platformWord(room.platform))}</span>
                </li>
              ))}
            </ul>
          </section>
          {can('support.read') && <OperatorOffers id={id} />}
        </div>
      )}
    </Loaded>
  )
}

function Facts({ file }: { readonly file: OperatorView }) {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const [editing, setEditing] = useState(false)
  const place = (path: string) => (path ? regionOf(path) : '–')
  return (
    <section>
      <div className="bar">
        <h2>
          <bdi>{file.name}</bdi>
        </h2>
        {can('operator.write') && (
          <Button
            size="small"
            className="end"
            onClick={() => setEditing(!editing)}
            data-testid="operator-edit"
          >
            {say(editing ? 'form.cancel' : 'form.edit')}
          </Button>
        )}
      </div>
      {editing ? (
        <EditOperator file={file} done={() => setEditing(false)} />
      ) : (
        <dl className="room-facts">
          <dt>{say('register.code')}</dt>
          <dd className="num">{file.code}</dd>
          <dt>{say('operators.kind')}</dt>
          <dd>
            {say(`operator.${file.kind}`)} · {say(`operatorCategory.${file.category}`)}
          </dd>
          <dt>{say('rooms.region')}</dt>
          <dd>{regionOf(file.region)}</dd>
          <dt>{say('operators.places')}</dt>
          <dd>
            {place(file.registeredPlace)} / {place(file.actualPlace)}
          </dd>
          <dt>{say('operators.domicile')}</dt>
          <dd>
            <bdi>{file.domicile || '–'}</bdi>
          </dd>
          <dt>{say('operators.representative')}</dt>
          <dd>
            <bdi>{file.representative || '–'}</bdi>
          </dd>
          <dt>{say('operators.contactPerson')}</dt>
          <dd>
            <bdi>{[file.contact, file.phone].filter(Boolean).join(' · ') || '–'}</bdi>
          </dd>
        </dl>
      )}
    </section>
  )
}
