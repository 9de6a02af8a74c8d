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
    text: printable(given.text ?? ''),
  }
}
