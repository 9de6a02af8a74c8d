import { Table, type TableColumnsType, type TableProps } from 'antd'
import type { ReactElement } from 'react'

/** A page's one table: as high as the window leaves room for, only the rows in sight drawn, all on one page. */
export function LongTable<Row extends { readonly id: string }>({
  columns,
  rows,
  width,
  empty,
  aroundPx = 190,
  onRow,
}: {
  readonly columns: TableColumnsType<Row>
  readonly rows: readonly Row[]
  /** Below so many pixels the table scrolls sideways. */
  readonly width: number
  readonly empty: ReactElement
  /** What stands above and below it, in pixels. */
  readonly aroundPx?: number
  readonly onRow?: NonNullable<TableProps<Row>['onRow']>
}) {
  return (
    <Table<Row>
      virtual
      className="panel"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: width, y: innerHeight - aroundPx }}
      locale={{ emptyText: empty }}
      {...(onRow && { onRow })}
    />
  )
}
