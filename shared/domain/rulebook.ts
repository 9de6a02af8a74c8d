import type { Category } from './category.ts'
import type { ArticleRef } from './hit.ts'
import { type BoundArticle, type Law, resolveArticles } from './law.ts'

/** Categories and laws as people read them. */
export interface Rulebook {
  readonly categories: readonly Category[]
  readonly laws: readonly Law[]
}

export function categoryOf(book: Rulebook, id: string): Category | undefined {
  return book.categories.find((category) => category.id === id)
}

/** A category as people call it; its id where the lexicon no longer knows it. */
export function categoryName(book: Rulebook, id: string): string {
  return categoryOf(book, id)?.name ?? id
}

/** The articles as they stood when it was said, with what has replaced them since. */
export function articlesAt(
  book: Rulebook,
  refs: readonly ArticleRef[],
  saidAt: Date,
  now: Date,
): BoundArticle[] {
  return resolveArticles(book.laws, refs, saidAt.getTime(), now.getTime())
}
