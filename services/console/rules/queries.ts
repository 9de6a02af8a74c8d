import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export const lexiconsQuery = queryOptions({
  queryKey: ['lexicons'],
  queryFn: () => read(api.lexicons.$get()),
})

/** A version never changes, so neither do its rules. */
export const rulesQuery = (version: string) =>
  queryOptions({
    queryKey: ['rules', version],
    queryFn: () => read(api.lexicons[':version'].rules.$get({ param: { version } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const ruleQuery = (version: string, rule: string) =>
  queryOptions({
    queryKey: ['rule', version, rule],
    queryFn: () => read(api.lexicons[':version'].rules[':rule'].$get({ param: { version, rule } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const diffQuery = (before: string, after: string) =>
  queryOptions({
    queryKey: ['lexicon-diff', before, after],
    queryFn: () =>
      read(api.lexicons[':version'].diff[':after'].$get({ param: { version: before, after } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const shadowQuery = (version: string) =>
  queryOptions({
    queryKey: ['shadow', version],
    queryFn: () =>
      read(
        api.lexicons[':version']['shadow-hits'].$get({
          param: { version },
          query: { limit: '50' },
        }),
      ),
  })

/** Asked for again while it runs. */
export const backtestQuery = (version: string) =>
  queryOptions({
    queryKey: ['backtest', version],
    queryFn: () => read(api.lexicons[':version'].backtest.$get({ param: { version } })),
    refetchInterval: ({ state: { data } }) => (data?.backtest?.running ? 1_000 : false),
  })

export const healthQuery = (days: number) =>
  queryOptions({
    queryKey: ['term-health', days],
    queryFn: () => read(api['term-health'].$get({ query: { days: String(days) } })),
    staleTime: 60_000,
  })

export const lawsQuery = queryOptions({
  queryKey: ['laws'],
  queryFn: () => read(api.laws.$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

export type Explained = Awaited<
  ReturnType<typeof read<Awaited<ReturnType<typeof api.explain.$post>>>>
>

type Rows<T extends (...args: never[]) => { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<ReturnType<T>['queryFn']>, (...args: never[]) => unknown>>
>
export type RuleRow = Rows<typeof rulesQuery>[number]
export type BacktestView = Awaited<
  ReturnType<Extract<ReturnType<typeof backtestQuery>['queryFn'], (...args: never[]) => unknown>>
>
export type HealthRow = Rows<typeof healthQuery>['rules'][number]
export type LexiconRow = Awaited<ReturnType<NonNullable<(typeof lexiconsQuery)['queryFn']>>>[number]
