import type { ReactNode } from 'react'

/** One number of the report with its name and what to read with it. */
export function Figure({
  name,
  value,
  note,
  testId,
}: {
  readonly name: ReactNode
  readonly value: string | number
  readonly note?: string
  readonly testId?: string
}) {
  return (
    <div className="figure">
      <span className="small quiet">{name}</span>
      <b className="num" data-testid={testId}>
        {value}
      </b>
      {note && <span className="small quiet">{note}</span>}
    </div>
  )
}
