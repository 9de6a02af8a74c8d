import type { DeclaredRoute } from '../may.ts'
import { fixed } from './cases.ts'

export type CountyIds = Readonly<Record<string, Readonly<Record<string, string>>>>

export const keyOf = ({ method, path }: DeclaredRoute) => `${method} ${path.replace(/^\/api/, '')}`
export const paramsOf = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')

/** The path of a route with its parameters from a county's fixtures, or the one value there is; undefined where nobody wrote one. */
export function fill(route: DeclaredRoute, county: CountyIds): string | undefined {
  const words = route.path.split('/').filter((word) => word !== '' && !word.startsWith(':'))
  // The last word that names a resource: `/support/offers/:id` is about offers.
  const names = paramsOf(route.path)
  const has = (word: string) =>
    names.every((name) => (county[word]?.[name] ?? fixed[keyOf(route)]?.[name]) !== undefined)
  const resource = words.findLast((word) => county[word] !== undefined && has(word)) ?? ''
  let path = route.path
  for (const name of names) {
    const value = fixed[keyOf(route)]?.[name] ?? county[resource]?.[name]
    if (value === undefined) return undefined
    path = path.replace(`:${name}`, encodeURIComponent(value))
  }
  // What a parameter may be stands behind it in braces.
  return path.replace(/\{[^}]*\}/g, '')
}
