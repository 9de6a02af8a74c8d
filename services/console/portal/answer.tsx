import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useWords } from '../words/words.ts'
import { Trouble } from './parts.tsx'
import { accepted, sendFile } from './send-file.ts'

interface Sent {
  readonly name: string
  readonly sha256: string
}

/** What was typed in this tab under that key: a phone drops pages that lie in the background. */
function kept(key: string) {
  const name = `lvbo.answer.${key}`
  return {
    read: () => sessionStorage.getItem(name) ?? '',
    write: (text: string) =>
      text ? sessionStorage.setItem(name, text) : sessionStorage.removeItem(name),
  }
}

/** Own words first, papers second, then the button: for an answer to a notice and for a statement in a removal case. */
export function Answer({
  files,
  label,
  button,
  send,
}: {
  /** Where the files of this paper go. */
  readonly files: string
  readonly label: string
  readonly button: string
  readonly send: (answer: {
    readonly text: string
    readonly attachments: Sent[]
  }) => Promise<unknown>
}) {
  const say = useWords()
  const id = useId()
  const typed = kept(files)
  const [text, setText] = useState(typed.read)
  const [sent, setSent] = useState<readonly Sent[]>([])
  const adding = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      for (const file of chosen) {
        const { name, sha256 } = await sendFile<Sent>(files, file, say)
        setSent((now) => [...now.filter((one) => one.sha256 !== sha256), { name, sha256 }])
      }
    },
  })
  const sending = useMutation({
    mutationFn: () => send({ text, attachments: [...sent] }),
    onSuccess: () => typed.write(''),
  })
  return (
    <section className="card">
      <label htmlFor={id}>
        <h2>{label}</h2>
      </label>
      <textarea
        id={id}
        rows={7}
        maxLength={8000}
        value={text}
        data-testid="answer-text"
        onChange={(event) => {
          setText(event.target.value)
          typed.write(event.target.value)
        }}
      />
      <Files sent={sent} drop={(gone) => setSent(sent.filter((one) => one !== gone))} />
      <label className="big second">
        <input
          type="file"
          multiple
          accept={accepted}
          className="hidden-text"
          disabled={adding.isPending}
          data-testid="answer-file"
          onChange={(event) => {
            adding.mutate([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        {say(adding.isPending ? 'portal.sendingFile' : 'portal.addFile')}
      </label>
      <p className="quiet small">{say('portal.fileRule')}</p>
      <Trouble error={adding.error ?? sending.error} />
      <button
        type="button"
        className="big"
        disabled={text.trim() === '' || adding.isPending || sending.isPending}
        onClick={() => sending.mutate()}
        data-testid="answer-send"
      >
        {button}
      </button>
    </section>
  )
}

function Files({
  sent,
  drop,
}: {
  readonly sent: readonly Sent[]
  readonly drop: (gone: Sent) => void
}) {
  const say = useWords()
  return (
    <ul className="files">
      {sent.map((one) => (
        <li key={one.sha256}>
          <bdi>{one.name}</bdi>
          <button
            type="button"
            className="plain"
            aria-label={say('portal.dropFile', { name: one.name })}
            onClick={() => drop(one)}
          >
            {say('portal.drop')}
          </button>
        </li>
      ))}
    </ul>
  )
}
