import { size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { StorageView } from './page.tsx'

/** The disk that evidence lies on as one bar: what is taken, what is free, and the mark below which nothing new comes in. */
export function Disk({ view: { disk, kept } }: { readonly view: StorageView }) {
  const say = useWords()
  const { freeBytes, totalBytes, keepBytes, refusal, databaseBytes } = disk
  const share = (bytes: number) => `${Math.min(100, (100 * bytes) / Math.max(1, totalBytes))}%`
  const files = (kind: 'media' | 'clips') =>
    kept
      .filter(({ thing }) => thing.startsWith(kind))
      .reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
  return (
    <section className="panel card" data-testid="disk">
      <div className="bar">
        <h2>{say('storage.disk')}</h2>
        <span className={refusal ? 'late' : 'quiet'}>
          {refusal ?? say('storage.diskFree', { free: size(freeBytes), total: size(totalBytes) })}
        </span>
      </div>
      <div
        className="disk"
        role="img"
        aria-label={say('storage.diskFree', { free: size(freeBytes), total: size(totalBytes) })}
      >
        <i
          className={refusal ? 'used full' : 'used'}
          style={{ width: share(totalBytes - freeBytes) }}
        />
        <i className="mark" style={{ right: share(keepBytes) }} />
      </div>
      <dl className="disk-facts">
        <div>
          <dt>{say('storage.used')}</dt>
          <dd>{size(totalBytes - freeBytes)}</dd>
        </div>
        <div>
          <dt>{say('storage.free')}</dt>
          <dd>{size(freeBytes)}</dd>
        </div>
        <div>
          <dt title={say('storage.keepHint')}>{say('storage.keep')}</dt>
          <dd>{size(keepBytes)}</dd>
        </div>
        <div>
          <dt>{say('storage.media')}</dt>
          <dd>{size(files('media'))}</dd>
        </div>
        <div>
          <dt>{say('storage.clips')}</dt>
          <dd>{size(files('clips'))}</dd>
        </div>
        <div>
          <dt>{say('storage.database')}</dt>
          <dd>{size(databaseBytes)}</dd>
        </div>
      </dl>
      <p className="quiet small">{say('storage.keepHint')}</p>
    </section>
  )
}
