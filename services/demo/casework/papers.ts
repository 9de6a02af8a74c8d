import { writeDocx } from '#shared/documents/docx.ts'
import type { Doc } from '#shared/documents/model.ts'
import { writePdf } from '#shared/documents/pdf.ts'
import { AppError } from '#shared/errors.ts'

/** An invented paper of one sentence, as PDF, or as .docx where the machine has no Chinese font to print with. */
export async function aPaper(title: string, text: string) {
  const doc: Doc = {
    title,
    issue: '演示材料',
    head: ['', ''],
    blocks: [{ kind: 'paragraph', runs: [{ text }] }],
    signatures: [],
    footer: '演示数据，不代表任何真实主体',
  }
  try {
    return { name: `${title}.pdf`, bytes: await writePdf(doc, new Map()) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { name: `${title}.docx`, bytes: await writeDocx(doc, new Map()) }
  }
}
