export type DailyFigures = { readonly day: string }
