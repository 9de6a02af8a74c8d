import { useCallback } from 'react'
import { stored, useStored } from '../frame/stored.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

export type Word = keyof typeof zh
export type Language = 'zh' | 'en'
export type Values = Readonly<Record<string, string | number>>
export type Say = (word: Word, values?: Values) => string

export const language = stored<Language>('language', 'zh')

const catalogues: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { zh, en }

/** A word of the catalogue in one language, with `{name}` filled in. */
export function say(lang: Language, word: Word, values: Values = {}): string {
  return catalogues[lang][word].replace(/\{(\w+)\}/g, (whole, name) =>
    String(values[name] ?? whole),
  )
}

/** The words of the chosen language. */
export function useWords(): Say {
  const [lang] = useStored(language)
  return useCallback((word, values) => say(lang, word, values), [lang])
}
