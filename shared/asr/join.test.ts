import { describe, expect, test } from 'vitest'
import type { Sentence } from '#shared/domain/sentence.ts'
import { joined } from './join.ts'
import type { HeardPiece } from './transcriber.ts'

/** A sentence whose characters take 200 ms each. */
function said(text: string, startMs: number, timing: Sentence['timing'] = 'word'): Sentence {
  const charMs = [...text].map((_, i) => startMs + i * 200)
  return { text, startMs, endMs: startMs + text.length * 200, charMs, timing }
}

function piece(startMs: number, endMs: number, ...sentences: Sentence[]): HeardPiece {
  return { startMs, endMs, sentences, speechMs: endMs - startMs, tookMs: 1 }
}

const all = '今天这款面膜原价二百九十九现在只要九十九块包邮大家抓紧拍'
/** The first piece hears the first twenty characters, the second from the fourteenth on: 1.2 s are shared. */
const first = said(all.slice(0, 20), 0)
const second = said(all.slice(14), 2800)

const heard = (...pieces: HeardPiece[]) => joined(pieces)

describe('two pieces that share a stretch', () => {
  test('have what both heard once, and the sentence goes on across the cut', () => {
    const sentences = heard(piece(0, 4000, first), piece(2800, 9000, second))
    expect(sentences).toEqual([{ ...said(all, 0) }])
  })

  test('need not agree on everything: a wrong character at an edge is the other one’s', () => {
    const cutOff = said(`${all.slice(0, 19)}酒`, 0)
    const begun = said(`搞${all.slice(15)}`, 2800)
    expect(heard(piece(0, 4000, cutOff), piece(2800, 9000, begun))[0]?.text).toBe(all)
  })

  test('without times are joined by their words', () => {
    const sentences = heard(
      piece(0, 4000, said(all.slice(0, 20), 0, 'chunk')),
      piece(2800, 9000, said(all.slice(14), 2800, 'chunk')),
    )
    expect(sentences.map(({ text }) => text)).toEqual([all])
  })

  test('without times and without agreement are kept whole and marked', () => {
    const sentences = heard(
      piece(0, 4000, said('甲乙丙丁戊己', 0, 'chunk')),
      piece(2800, 9000, said('子丑寅卯辰巳', 2800, 'chunk')),
    )
    expect(sentences.map(({ text, suspect }) => [text, suspect])).toEqual([
      ['甲乙丙丁戊己', ['overlap']],
      ['子丑寅卯辰巳', ['overlap']],
    ])
  })

  test('keep times in order, as many as characters', () => {
    const late = said(all.slice(14), 2650)
    const [one] = heard(piece(0, 4000, first), piece(2800, 9000, late))
    expect(one?.charMs).toHaveLength(one?.text.length ?? 0)
    expect(one?.charMs).toEqual(one?.charMs?.toSorted((a, b) => a - b))
  })

  test('of which one heard nothing are as they are', () => {
    expect(heard(piece(0, 4000), piece(2800, 9000, second))).toEqual([second])
    expect(heard(piece(0, 4000, first), piece(2800, 9000))).toEqual([first])
    const lost: HeardPiece = { ...piece(0, 4000), gap: '转写失败' }
    expect(heard(lost, piece(2800, 9000, second))).toEqual([second])
  })

  test('disagree where nothing matches: the middle of what they share decides', () => {
    const sentences = heard(
      piece(0, 4000, said('甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉', 0)),
      piece(2800, 9000, said('东南西北中发白', 2800)),
    )
    expect(sentences.map(({ text }) => text)).toEqual([
      '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午西北中发白'.replace('午西', '午北').replace('北北', '北'),
    ])
  })
})

test('across a pause nothing is compared: hosts repeat themselves', () => {
  const again = '三二一上链接'
  const sentences = heard(piece(0, 2000, said(again, 0)), piece(4000, 6000, said(again, 4000)))
  expect(sentences.map(({ text }) => text)).toEqual([again, again])
})
