import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { proposalsQuery, roomsFoundQuery } from '../queries.ts'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useCan } from './can.ts'
import { Icon } from './icons.tsx'
import { namedDay } from './named-day.ts'
import type { Section } from './places.ts'
import { go } from './router.ts'

interface Target {
  readonly href: string
  readonly label: string
  readonly kind: string
}

/** Ctrl+K: any page, room, case or day's report by a few letters of its name. */
export function Palette({ sections }: { readonly sections: readonly Section[] }) {
  const say = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyK') return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
  useEffect(() => {
    if (open) dialog.current?.showModal()
  }, [open])
  const close = () => dialog.current?.close()
  return (
    <>
      <Button
        type="text"
        className="palette-open"
        data-testid="palette-open"
        icon={<Icon name="search" size={16} />}
        onClick={() => setOpen(true)}
      >
        <kbd className="key">Ctrl K</kbd>
        <span className="hidden-text">{say('palette.title')}</span>
      </Button>
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself; the click is for its backdrop.
        <dialog
          ref={dialog}
          className="palette"
          aria-label={say('palette.title')}
          onClose={() => setOpen(false)}
          onClick={(event) => event.target === dialog.current && close()}
        >
          <Finder sections={sections} close={close} />
        </dialog>
      )}
    </>
  )
}

function Finder({
  sections,
  close,
}: {
  readonly sections: readonly Section[]
  readonly close: () => void
}) {
  const say = useWords()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const targets = useTargets(sections, text)
  const chosen = Math.min(at, targets.length - 1)
  const visit = (target: Target | undefined) => {
    if (!target) return
    close()
    go(target.href)
  }
  const keys = (event: KeyboardEvent) => {
    // Enter that ends an input method's composition chooses a word, not a target.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') visit(targets[chosen])
    else if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, targets.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0))
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette was opened to type in it.
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={`palette-${chosen}`}
        aria-label={say('palette.hint')}
        placeholder={say('palette.hint')}
        data-testid="palette-input"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={keys}
      />
      <div role="listbox" id="palette-list" aria-label={say('palette.title')}>
        {targets.map((target, i) => (
          <div
            key={target.href}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            onPointerMove={() => setAt(i)}
            onClick={() => visit(target)}
            onKeyDown={keys}
          >
            <bdi>{target.label}</bdi>
            <span className="quiet small">{target.kind}</span>
          </div>
        ))}
        {targets.length === 0 && <p className="quiet">{say('palette.none')}</p>}
      </div>
    </>
  )
}

function useTargets(sections: readonly Section[], typed: string): Target[] {
  const say = useWords()
  const can = useCan()
  const text = typed.trim()
  const wanted = (label: string) => label.toLowerCase().includes(text.toLowerCase())
  const found = useQuery({
    ...roomsFoundQuery(text),
    enabled: text !== '' && can('room.read'),
    placeholderData: keepPreviousData,
  }).data
  const cases = useQuery({ ...proposalsQuery, enabled: text !== '' && can('proposal.read') }).data
  const day = can('report.read') ? namedDay(text, date(Date.now())) : null
  const pages = sections.flatMap((section) =>
    section.places.map(({ name, word }) => ({
      href: `/${name}`,
      label: say(word),
      kind: say(section.word),
    })),
  )
  const known = pages.filter(({ label, kind }) => wanted(label) || wanted(kind))
  if (text === '') return known
  return [
    ...(day ? [{ href: `/reports?day=${day}`, label: day, kind: say('nav.reports') }] : []),
    ...known,
    ...(found?.rows ?? []).map(({ id, name }) => ({
      href: `/rooms/${id}`,
      label: name,
      kind: say('nav.rooms'),
    })),
    ...(cases ?? [])
      .filter(({ room }) => wanted(room))
      .slice(0, 8)
      .map(({ proposal, room }) => ({
        href: `/proposals?id=${proposal.id}`,
        label: room,
        kind: say('nav.proposals'),
      })),
  ]
}
