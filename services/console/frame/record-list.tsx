import { Button, Drawer, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Verb } from '#shared/domain/rights.ts'
import { useCan } from './can.ts'
import { LongTable } from './long-table.tsx'
import { useParams } from './router.ts'
import { Loaded, Notice } from './states.tsx'

interface Asked<Row> {
  readonly data: { readonly rows: readonly Row[] } | undefined
  readonly error: unknown
  refetch(): unknown
}

/** How a new record is made: its form begins with a draft, and the record is opened once it is there. */
interface Adding<Draft> {
  readonly verb: Verb
  readonly title: string
  readonly size?: number
  readonly blank: Draft
  readonly form: (draft: Draft, made: (id: string) => void) => ReactNode
}

/**
 * A list of records: what stands above it, a row that opens its file in a drawer, and the form of a new one in another.
 * Which file is open stands in the address.
 */
export function RecordList<Row extends { readonly id: string }, Draft = never>({
  testId,
  bar,
  query,
  columns,
  width = 900,
  aroundPx,
  empty: [title, hint],
  file,
  add,
}: {
  readonly testId: string
  readonly bar: ReactNode
  readonly query: Asked<Row>
  readonly columns: TableColumnsType<Row>
  readonly width?: number
  readonly aroundPx?: number
  readonly empty: readonly [title: string, hint: string]
  readonly file: {
    readonly title: string
    readonly size?: number
    /** `begin` starts a new record from this one. */
    readonly of: (id: string, begin: (draft: Draft) => void) => ReactNode
  }
  readonly add?: Adding<Draft>
}) {
  const can = useCan()
  const [params, change] = useParams()
  const [draft, setDraft] = useState<Draft | null>(null)
  const chosen = params.get('id')
  const open = (id: string | null) => {
    setDraft(null)
    change({ id })
  }
  return (
    <>
      <div className="bar">
        {bar}
        {add && can(add.verb) && (
          <Button
            type="primary"
            className="end"
            onClick={() => setDraft(add.blank)}
            data-testid={`${testId}-new`}
          >
            {add.title}
          </Button>
        )}
      </div>
      <Loaded query={query}>
        {({ rows }) => (
          <LongTable
            columns={columns}
            rows={rows}
            width={width}
            {...(aroundPx && { aroundPx })}
            empty={<Notice title={title} hint={hint} />}
            onRow={({ id }) => ({
              className: id === chosen ? 'clickable-row current' : 'clickable-row',
              'data-testid': `${testId}-row`,
              onClick: () => open(id),
            })}
          />
        )}
      </Loaded>
      <Drawer
        open={chosen !== null}
        onClose={() => open(null)}
        size={file.size ?? 720}
        destroyOnHidden
        title={file.title}
      >
        {chosen &&
          file.of(chosen, (from) => {
            open(null)
            setDraft(from)
          })}
      </Drawer>
      {add && (
        <Drawer
          open={draft !== null}
          onClose={() => setDraft(null)}
          size={add.size ?? 560}
          destroyOnHidden
          title={add.title}
        >
          {draft !== null && add.form(draft, open)}
        </Drawer>
      )}
    </>
  )
}

/** The name of a record in its row: by keyboard, too, it opens the file. */
export function OpenRecord({
  id,
  children,
}: {
  readonly id: string
  readonly children: ReactNode
}) {
  const [, change] = useParams()
  return (
    <button type="button" className="as-link" onClick={() => change({ id })}>
      {children}
    </button>
  )
}
