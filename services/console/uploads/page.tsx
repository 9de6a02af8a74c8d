import { DatePicker, Upload } from 'antd'
import { useEffect, useState } from 'react'
import { useCell } from '../frame/cell.ts'
import { Icon } from '../frame/icons.tsx'
import { RoomSelect } from '../frame/room-select.tsx'
import { useWords } from '../words/words.ts'
import { SendingLine } from './line.tsx'
import { send, sendings } from './sending.ts'
import './uploads.css'

/** 上传录像: files of any size, paused and gone on with, compared at the end, followed through every later stage. */
export function UploadsPage() {
  const say = useWords()
  const [room, setRoom] = useState<string | null>(null)
  const [startedAt, setStartedAt] = useState('')
  const rows = useCell(sendings, (all) => all)
  const busy = rows.some(({ state }) => state === 'sending' || state === 'waiting')
  useEffect(() => {
    if (!busy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [busy])
  return (
    <div className="page uploads">
      <section className="panel card">
        <div className="bar">
          <RoomSelect label={say('uploads.room')} value={room} choose={setRoom} />
          <DatePicker
            showTime
            style={{ width: 300 }}
            aria-label={say('uploads.startedAt')}
            placeholder={say('uploads.startedAt')}
            onChange={(next) =>
              setStartedAt(next ? `${next.format('YYYY-MM-DDTHH:mm:ss')}+08:00` : '')
            }
          />
        </div>
        <Upload.Dragger
          multiple
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file, { ...(room && { room }), ...(startedAt && { startedAt }) })
            return false
          }}
        >
          <p>
            <Icon name="upload" size={26} />
          </p>
          <p>{say('uploads.choose')}</p>
          <p className="quiet small">{say('uploads.hint')}</p>
        </Upload.Dragger>
      </section>
      {rows.length > 0 && (
        <ul className="panel" data-testid="sendings">
          {rows.map((row) => (
            <SendingLine key={row.key} row={row} />
          ))}
        </ul>
      )}
      {busy && <p className="quiet">{say('uploads.leave')}</p>}
    </div>
  )
}
