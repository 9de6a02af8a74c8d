import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { allStreamersQuery, type TrainingView, trainingQuery, trainingsQuery } from './queries.ts'

/** One line of the attendance list as it is typed. */
interface Line {
  readonly streamerId: string
  readonly name: string
  readonly hours: number
  readonly score: number | null
  readonly passed: boolean | null
}

/** 出勤名单: who was there, for how long, with what result; filed as one list. */
export function Attendance({
  file,
  mayWrite,
}: {
  readonly file: TrainingView
  readonly mayWrite: boolean
}) {
  const say = useWords()
  const queries = useQueryClient()
  const [lines, setLines] = useState<readonly Line[]>(file.attendance)
  const saving = useMutation({
    mutationFn: () =>
      read(
        api.trainings[':id'].attendance.$put({
          param: { id: file.id },
          json: { lines: lines.map(({ name: _, ...line }) => line) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries(trainingQuery(file.id))
      await queries.invalidateQueries(trainingsQuery)
      await queries.invalidateQueries({ queryKey: ['streamer'] })
    },
  })
  return (
    <section>
      <h3>{say('training.list', { n: lines.length })}</h3>
      {lines.length > 0 && (
        <table className="sums">
          <thead>
            <tr>
              <th>{say('streamers.name')}</th>
              <th>{say('training.hours')}</th>
              <th>{say('training.score')}</th>
              <th>{say('training.result')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <AttendanceLine
                key={line.streamerId}
                line={line}
                mostHours={file.hours}
                mayWrite={mayWrite}
                change={(part) =>
                  setLines(lines.map((it) => (it === line ? { ...it, ...part } : it)))
                }
              />
            ))}
          </tbody>
        </table>
      )}
      {mayWrite && (
        <>
          <AddLine
            there={lines}
            add={({ id, name }) =>
              setLines([
                ...lines,
                { streamerId: id, name, hours: file.hours, score: null, passed: null },
              ])
            }
          />
          {saving.error && <Alert type="error" title={sentenceOf(saving.error, say)} />}
          <div className="bar">
            <Button
              type="primary"
              disabled={lines.length === 0 || lines === file.attendance}
              loading={saving.isPending}
              onClick={() => saving.mutate()}
              data-testid="attendance-save"
            >
              {say('training.saveList')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function AttendanceLine({
  line: { streamerId, name, hours, score, passed },
  mostHours,
  mayWrite,
  change,
}: {
  readonly line: Line
  readonly mostHours: number
  readonly mayWrite: boolean
  readonly change: (part: Partial<Line>) => void
}) {
  const say = useWords()
  return (
    <tr data-testid="attendance-row">
      <td>
        <Link href={`/streamers?id=${streamerId}`}>
          <bdi>{name}</bdi>
        </Link>
      </td>
      <td>
        <InputNumber
          size="small"
          aria-label={say('training.hoursOf', { name })}
          min={0}
          max={mostHours}
          disabled={!mayWrite}
          value={hours}
          onChange={(next) => change({ hours: next ?? 0 })}
        />
      </td>
      <td>
        <InputNumber
          size="small"
          aria-label={say('training.scoreOf', { name })}
          min={0}
          max={1000}
          disabled={!mayWrite}
          value={score}
          onChange={(next) => change({ score: next })}
        />
      </td>
      <td>
        <Select
          size="small"
          style={{ width: 110 }}
          aria-label={say('training.resultOf', { name })}
          disabled={!mayWrite}
          value={`${passed}`}
          onChange={(next) => change({ passed: next === 'null' ? null : next === 'true' })}
          options={(['true', 'false', 'null'] as const).map((value) => ({
            value,
            label: say(`training.passed.${value}`),
          }))}
        />
      </td>
    </tr>
  )
}

function AddLine({
  there,
  add,
}: {
  readonly there: readonly Line[]
  readonly add: (streamer: { readonly id: string; readonly name: string }) => void
}) {
  const say = useWords()
  const all = useQuery(allStreamersQuery).data?.rows ?? []
  const free = all.filter(({ id }) => !there.some(({ streamerId }) => streamerId === id))
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: 300 }}
      aria-label={say('training.addLine')}
      placeholder={say('training.addLine')}
      value={null}
      onChange={(id: string | null) => {
        const streamer = free.find((one) => one.id === id)
        if (streamer) add(streamer)
      }}
      options={free.map(({ id, name, alias }) => ({
        value: id,
        label: alias ? `${name}（${alias}）` : name,
      }))}
    />
  )
}
