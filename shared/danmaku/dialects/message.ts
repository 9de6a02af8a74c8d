import type { Comment } from '#shared/domain/comment.ts'
import { printable } from '../scan/clean.ts'

/** A comment from the fields a record has; what is left out is null, false or empty. */
export function message(given: Partial<Comment> & Pick<Comment, 'kind'>): Comment {
  return {
    tMs: null,
    atMs: null,
    sender: null,
    staff: false,
    id: null,
    ...given,
    text: printable(namedText(given)),
  }
}

/** What a message about a product says always holds the product's name: it is what is stored. */
function namedText({ text = '', product }: Partial<Comment>): string {
  const name = product?.title ?? ''
  if (name === '' || text.includes(name)) return text
  return text === '' ? name : `${text} ${name}`
}
