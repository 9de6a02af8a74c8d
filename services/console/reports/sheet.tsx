import { per100Hours } from '#shared/domain/daily-report.ts'
import type { FlagState } from '#shared/domain/flag.ts'
import { useSession } from '../frame/session.tsx'
import { ColourTag } from '../frame/tags.tsx'
import type { Report } from '../queries.ts'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { CountTable } from './count-table.tsx'
import { Figure } from './figure.tsx'

const states: readonly FlagState[] = ['open', 'confirmed', 'dismissed', 'doubtful', 'invalid']

/** The day as an official page: coverage before findings, and no more said than was heard. */
export function ReportSheet({ report }: { readonly report: Report }) {
  const say = useWords()
  const { categoryOf, regionOf } = useSession()
  const { figures, version } = report
  const { coverage: c, findings: f, pool } = figures
  const rate = per100Hours(f.flags, c.transcribedMin)
  const length = (minutes: number) =>
    say('reports.duration', { h: Math.floor(minutes / 60), m: Math.round(minutes % 60) })
  return (
    <article className="panel sheet" data-testid="report">
      <header>
        <h2>
          {regionOf(figures.region)}
          {say('reports.title')}
        </h2>
        <p className="quiet small">
          {say('reports.meta', {
            day: figures.day,
            version,
            built: dateTime(figures.builtAt),
            policy: figures.policyVersion,
          })}
        </p>
      </header>

      <h3>{say('reports.coverage')}</h3>
      <div className="figures">
        <Figure name={say('reports.rooms')} value={c.rooms} />
        <Figure
          name={say('reports.onAir')}
          value={c.roomsOnAir}
          note={say('reports.onAirBroadcasts', { n: c.broadcasts })}
        />
        <Figure
          name={say('reports.recordings')}
          value={c.recordings}
          note={[
            c.refused > 0 ? say('reports.refused', { n: c.refused }) : '',
            c.waitingForTranscriber > 0
              ? say('reports.waiting', { n: c.waitingForTranscriber })
              : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        />
        <Figure name={say('reports.recorded')} value={length(c.recordedMin)} />
        <Figure name={say('reports.audible')} value={length(c.audibleMin)} />
        <Figure name={say('reports.transcribed')} value={length(c.transcribedMin)} />
        <Figure name={say('reports.danmaku')} value={length(c.danmakuMin)} />
      </div>
      <p className="scope">{say('reports.scope', { length: length(c.transcribedMin) })}</p>

      <h3>{say('reports.findings')}</h3>
      <div className="figures">
        <Figure
          name={say('reports.flags')}
          value={f.flags}
          testId="report-flags"
          note={say('reports.hits', { n: f.hits })}
        />
        {rate !== null && <Figure name={say('reports.per100')} value={rate} testId="report-rate" />}
        <Figure
          name={say('reports.suppressed')}
          value={say('reports.places', { n: f.suppressedHits })}
        />
        <Figure
          name={say('reports.audience')}
          value={f.audienceSignals}
          note={say('reports.notCounted')}
        />
      </div>
      <p className="quiet small">
        {say('reports.human')}
        {rate !== null && say('reports.per100Note')}
      </p>
      {f.flags === 0 ? (
        <p>{say('reports.none')}</p>
      ) : (
        <CountTable
          head={say('reports.byCategory')}
          total={f.flags}
          rows={f.byCategory.map(({ key, flags }) => ({ key, flags, name: categoryOf(key) }))}
        />
      )}

      <h3>{say('reports.byState')}</h3>
      <CountTable
        head={say('panel.title')}
        total={f.flags}
        rows={states.map((state) => ({
          key: state,
          name: say(`flag.${state}`),
          flags: f.byState.find(({ key }) => key === state)?.flags ?? 0,
        }))}
      />

      <h3>{say('reports.byPlace')}</h3>
      <div className="two">
        <CountTable
          head={say('reports.byRegion')}
          total={f.flags}
          rows={f.byRegion.map(({ key, flags }) => ({ key, flags, name: regionOf(key) }))}
        />
        <CountTable
          head={say('reports.byRoom')}
          total={f.flags}
          rows={f.byRoom.map(({ key, flags, name, confirmed }) => ({
            key,
            flags,
            name,
            ...(confirmed > 0 ? { note: `${say('reports.confirmed')} ${confirmed}` } : {}),
          }))}
        />
      </div>

      <h3>{say('reports.pool')}</h3>
      <div className="figures">
        <Figure name={say('reports.inPool')} value={pool.inPool} />
        {pool.byColour.map(({ key, rooms }) => (
          <Figure key={key} name={<ColourTag colour={key} meaning />} value={rooms} />
        ))}
        <Figure name={say('reports.drafted')} value={pool.proposalsDrafted} />
        <Figure name={say('reports.withdrawn')} value={pool.proposalsWithdrawn} />
        <Figure name={say('reports.openProposals')} value={pool.proposalsOpen} />
      </div>
    </article>
  )
}
