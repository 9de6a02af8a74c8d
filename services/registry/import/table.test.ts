import { expect, test } from 'vitest'
import { toXlsx } from '../sheet.ts'
import { readTable } from './table.ts'

/** “名称” and “渔嫂” in GB 18030. */
const gb = Buffer.from([
  0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0x49, 0x44, 0x0a, 0xd3, 0xe6, 0xc9, 0xa9, 0x2c, 0x31, 0x0a,
])
const expected = { header: ['名称', 'ID'], lines: [{ line: 2, cells: ['渔嫂', '1'] }] }

test.each([
  ['UTF-8', Buffer.from('名称,ID\n渔嫂,1\n')],
  ['with its mark and CRLF', Buffer.from('\ufeff名称,ID\r\n渔嫂,1\r\n')],
  ['GB 18030', gb],
  ['UTF-16', Buffer.from('\ufeff名称\tID\n渔嫂\t1\n', 'utf16le')],
  ['semicolons', Buffer.from('名称;ID\n渔嫂;1\n')],
  ['quotes and blank lines', Buffer.from('"名称","ID"\n\n"渔嫂","1"\n,\n')],
])('%s', async (name, bytes) => {
  const table = await readTable(bytes)
  expect(table.header).toEqual(expected.header)
  expect(table.lines.map(({ cells }) => cells)).toEqual([['渔嫂', '1']])
  if (name !== 'quotes and blank lines') expect(table).toEqual(expected)
})

test('.xlsx keeps ids as they are written', async () => {
  const bytes = await toXlsx({ header: ['名称', 'ID'], rows: [['=1+1', '0745964462470123456789']] })
  expect((await readTable(bytes)).lines).toEqual([
    { line: 2, cells: ['=1+1', '0745964462470123456789'] },
  ])
})

test.each([
  ['nothing', Buffer.alloc(0), /空的/],
  ['a heading alone', Buffer.from('名称,ID\n'), /没有数据行/],
  ['a web page', Buffer.from('<html><table>'), /网页/],
  ['a torn workbook', Buffer.from('PK\x03\x04 torn'), /读不出/],
  ['too many rows', Buffer.from(`名称\n${'甲\n'.repeat(20_001)}`), /最多导入/],
])('%s is refused with what to do', async (_, bytes, why) => {
  await expect(readTable(bytes)).rejects.toThrow(why)
})
