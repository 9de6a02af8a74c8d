import { Pagination } from 'antd'
import type { ReactNode } from 'react'
import { useParams } from '../frame/router.ts'
import { Notice } from '../frame/states.tsx'
import { pageSize } from './queries.ts'

/** Which page of a list the address asks for, from 1. */
export function usePage(): number {
  const [params] = useParams()
  return Math.max(1, Number(params.get('page')) || 1)
}

/** One page of a list with the way to the others, or what it means that there is nothing. */
export function Pages<Row extends { readonly id: string }>({
  rows,
  total,
  empty,
  hint,
  children,
}: {
  readonly rows: readonly Row[]
  readonly total: number
  readonly empty: string
  readonly hint: string
  readonly children: (row: Row) => ReactNode
}) {
  const [, change] = useParams()
  const page = usePage()
  if (rows.length === 0) return <Notice title={empty} hint={hint} />
  return (
    <>
      {rows.map(children)}
      <Pagination
        align="end"
        current={page}
        pageSize={pageSize}
        total={total}
        showSizeChanger={false}
        hideOnSinglePage
        onChange={(next) => change({ page: String(next) })}
      />
    </>
  )
}
