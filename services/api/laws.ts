import { Hono } from 'hono'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

/** 法条: every law that a category rests on, with its versions and the days they are in force. */
export function lawRoutes({ rulebook }: { readonly rulebook: Rulebook }) {
  return new Hono<ActorEnv>().get('/', may('lexicon.read'), (c) => c.json(rulebook.laws, 200))
}
