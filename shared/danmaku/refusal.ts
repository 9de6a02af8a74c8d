import { isJson, isWebPage } from './sniff.ts'

/** Beginnings of files that hold no text, and what to do with them. */
const containers: readonly (readonly [bytes: RegExp, what: string])[] = [
  [/^PK\x03\x04[\s\S]*(?:\[Content_Types\]|xl\/)/, '是 Excel 工作簿,请另存为 CSV(UTF-8)后再导入。'],
  [/^(?:PK\x03\x04|7z\xbc\xaf|Rar!)/, '是压缩包,请解压后再导入其中的弹幕文件。'],
  [/^\xd0\xcf\x11\xe0/, '是旧式 Excel 工作簿,请另存为 CSV(UTF-8)后再导入。'],
  [
    /^(?:FLV\x01|ID3|OggS|RIFF|\x1aE\xdf\xa3|G[\s\S]{187}G|[\s\S]{4}ftyp)/,
    '是音视频,不是弹幕文件,请选择与它同名的弹幕。',
  ],
]

/** Why a file that no dialect fits cannot be read, and what would help: the rest of a sentence that begins with its name. */
export function refusalOf(head: Uint8Array, text: string): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
  for (const [start, what] of containers) if (start.test(bytes)) return what
  const start = text.trimStart()
  if (start === '') return '是空文件,请确认录制软件写下了弹幕。'
  if (isWebPage(start)) return '是网页,多半是登录或出错页面,请重新导出弹幕。'
  if (/[\0-\x08]/.test(start)) return '是二进制数据,请用录制软件导出为 XML、JSON 或 CSV。'
  if (start.includes('-->') || /^Dialogue:/m.test(start))
    return '像是字幕,请作为字幕导入;如确是弹幕,请在文件名中写上“弹幕”。'
  if (isJson(start)) return '里没有同时写明时间、用户、内容的记录,请确认选中的是导出的弹幕。'
  if (isTable(start)) return '的表头认不出来,请让第一行写明“时间,用户,内容”。'
  if (/^[^\n:\uff1a]{1,40}[:\uff1a]/.test(start))
    return '的每行没有可识别的时间,请导出带时间的弹幕。'
  return '不是可识别的弹幕文件,请确认选中的是录制软件导出的弹幕。'
}

/** Three cells and more in each of the first lines, whatever separates them. */
function isTable(text: string): boolean {
  const lines = text.split('\n', 6).filter((line) => line.trim() !== '')
  return [',', '\t', ';', '|', '\uff0c'].some((mark) =>
    lines.every((line) => line.split(mark).length > 2),
  )
}
