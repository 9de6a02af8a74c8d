import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MaterialKind } from '#shared/domain/application.ts'
import { api, read } from '../client.ts'
import { size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Trouble } from './parts.tsx'
import { type ApplicationView, applicationQuery } from './queries.ts'
import { accepted, sendFile } from './send-file.ts'
import { materialKinds, openIn } from './steps.ts'

/** 材料: one card a kind, photographed or chosen; what is sent back says why. */
export function Materials({
  view,
  only,
}: {
  readonly view: ApplicationView
  readonly only: (kind: MaterialKind) => boolean
}) {
  const say = useWords()
  return (
    <>
      <p className="quiet small">{say('portal.fileRule')}</p>
      {materialKinds.filter(only).map((kind) => (
        <Kind key={kind} kind={kind} view={view} />
      ))}
    </>
  )
}

function Kind({ kind, view }: { readonly kind: MaterialKind; readonly view: ApplicationView }) {
  const say = useWords()
  const queries = useQueryClient()
  const { id } = view.application
  const open = openIn(view, kind)
  const files = view.materials.filter((m) => m.kind === kind)
  const why = view.application.mend.find(({ what }) => what === kind)?.why
  const must = kind === 'business-licence' || kind === 'compliance-system'
  const step = useMutation({
    mutationFn: async (act: { readonly add: File } | { readonly drop: string }) => {
      if ('add' in act)
        await sendFile(`/api/applications/${id}/materials?kind=${kind}`, act.add, say)
      else {
        const param = { id, materialId: act.drop }
        await read(api.applications[':id'].materials[':materialId'].$delete({ param }))
      }
    },
    onSettled: () => queries.invalidateQueries(applicationQuery(id)),
  })
  return (
    <section
      className={why ? 'card material returned' : 'card material'}
      data-testid={`material-${kind}`}
    >
      <h3>
        {say(`material.${kind}`)}
        {must && <span className="must">{say('portal.must')}</span>}
      </h3>
      {why && <p className="why">{say('portal.returnedWhy', { why })}</p>}
      <ul className="files">
        {files.map((file) => (
          <Paper
            key={file.id}
            file={file}
            href={`/api/applications/${id}/materials/${file.id}`}
            {...(open && { drop: () => step.mutate({ drop: file.id }) })}
            busy={step.isPending}
          />
        ))}
      </ul>
      {open && (
        <label className="big second">
          <input
            type="file"
            accept={accepted}
            className="hidden-text"
            disabled={step.isPending}
            onChange={(event) => {
              const [file] = event.target.files ?? []
              if (file) step.mutate({ add: file })
              event.target.value = ''
            }}
          />
          {say(step.isPending ? 'portal.sendingFile' : 'portal.addFile')}
        </label>
      )}
      <Trouble error={step.error} />
    </section>
  )
}

function Paper({
  file,
  href,
  drop,
  busy,
}: {
  readonly file: ApplicationView['materials'][number]
  readonly href: string
  readonly drop?: () => void
  readonly busy: boolean
}) {
  const say = useWords()
  return (
    <li>
      <a href={href} target="_blank" rel="noreferrer">
        {file.mime.startsWith('image/') && (
          <img className="thumb" src={href} alt="" loading="lazy" />
        )}
        <bdi>{file.name}</bdi>
      </a>
      <span className="quiet small num">{size(file.bytes)}</span>
      {drop && (
        <button
          type="button"
          className="plain"
          aria-label={say('portal.dropFile', { name: file.name })}
          disabled={busy}
          onClick={drop}
        >
          {say('portal.drop')}
        </button>
      )}
    </li>
  )
}
