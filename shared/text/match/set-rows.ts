/**
 * Of a set: the stamp when it has a word, its negative when it has none; stamps when it was met as an anchor, when a
 * candidate asks for it and when an open path does; its latest place and its first open slot then; from where to where
 * its paths stand in the anchors' list.
 */
export const Of = {
  known: 0,
  met: 1,
  asked: 2,
  wanted: 3,
  latest: 4,
  slot: 5,
  from: 6,
  to: 7,
} as const
export const row = 8
