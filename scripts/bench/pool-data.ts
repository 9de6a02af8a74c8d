import pg from 'pg'
import { frames, scripts } from '../../services/demo/big-city/words.ts'

export interface PoolSize {
  readonly rooms: number
  /** Finds a room has had in the year. */
  readonly flagsPerRoom: number
  /** Lines of a room's log besides its finds and their verdicts. */
  readonly eventsPerRoom: number
  /** The last instant of the year. */
  readonly nowMs: number
}

const regions = [
  'zhoushan/dinghai',
  'zhoushan/putuo',
  'zhoushan/daishan',
  'zhoushan/shengsi',
  'zhoushan/xincheng',
  'zhoushan/putuoshan-zhujiajian',
  'zhoushan/gaoxin',
]
const endings = ['', '啊', '了', '哦', '呀', '吧']

/** A whole number below `n` that looks random and is the same on every run; PostgreSQL's own hash. */
const draw = (key: string, seed: number, n: number) =>
  `(hashtextextended((${key})::text, ${seed}) & 2147483647)::int % ${n}`

/**
 * Fills a migrated PostgreSQL with a year of a large pool, inside the server: a find costs one line of SQL, not one
 * round. What is open: the finds of the last two days and one in a hundred of the others, which nobody had time for.
 */
export async function fillPool(url: string, size: PoolSize): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Rows are made to fit; checking a million references one by one is what takes the time.
    await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
    await client.query(`create temp table said (n int primary key, category text, rule text,
      severity int, mode text, phrase text)`)
    await client.query(
      `insert into said select * from jsonb_to_recordset($1) as t(n int, category text, rule text, severity int, mode text, phrase text)`,
      [JSON.stringify(phrases())],
    )
    for (const statement of statements(size, phrases().length)) await client.query(statement)
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

function phrases() {
  return scripts
    .flatMap(({ category, rule, severity, mode, weight, phrases: own }) => {
      const ways = endings.slice(0, Math.max(1, Math.round(weight / 4)))
      const short = own.flatMap((phrase) => ways.map((end) => phrase + end))
      const read = own.map(
        (phrase, i) => `${phrase},工厂直供第${i + 1}批,${own[(i + 1) % own.length]}`,
      )
      return [...short, ...read].map((phrase) => ({ category, rule, severity, mode, phrase }))
    })
    .map((row, n) => ({ n, ...row }))
}

function statements(size: PoolSize, words: number): string[] {
  const { rooms, flagsPerRoom, eventsPerRoom, nowMs } = size
  const now = `'${new Date(nowMs).toISOString()}'::timestamptz`
  const perShow = 4
  const shows = Math.ceil(flagsPerRoom / perShow)
  const region = `('{${regions.join(',')}}'::text[])[1 + r % ${regions.length}]`
  const id = (kind: string, key: string) =>
    `overlay(overlay(md5('${kind} ' || ${key}) placing '4' from 13) placing '8' from 17)::uuid`
  const frame = `('{${frames.map((of) => `"${of('§')}"`).join(',')}}'::text[])[1 + ${draw('f', 5, frames.length)}]`
  // A room's shows stand evenly over the year, each somewhere within its own stretch of days.
  const showAt = `${now} - interval '5 hours' - ((${shows} + 1 - b) * 365.0 / ${shows} * 86400 - ${draw(`r || ' ' || b`, 1, Math.round((365 / shows) * 86_400))}) * interval '1 second'`
  return [
    `insert into operators (id, code, name, region)
      select ${id('operator', 'o')}, lpad(o::text, 18, '0'), '舟山第' || o || '海鲜有限公司', ('{${regions.join(',')}}'::text[])[1 + (2 * o) % ${regions.length}]
      from generate_series(0, ${rooms} / 2) o`,
    `insert into rooms (id, platform, platform_id, name, goods, region, operator_id)
      select ${id('room', 'r')}, 'douyin', '7459' || r, '东海渔嫂' || r || '号直播间', '{seafood}', ${region}, ${id('operator', '(r / 2)')}
      from generate_series(0, ${rooms} - 1) r`,
    `insert into memberships (room_id, state, since)
      select ${id('room', 'r')}, 'listed', ${now} - interval '400 days' from generate_series(0, ${rooms} - 1) r`,
    `insert into broadcasts (id, room_id, started_at, ended_at)
      select ${id('show', `r || ' ' || b`)}, ${id('room', 'r')}, ${showAt}, ${showAt} + interval '3 hours'
      from generate_series(0, ${rooms} - 1) r cross join generate_series(1, ${shows}) b`,
    `insert into recordings (id, room_id, broadcast_id, path, sha256, bytes, started_at, started_at_source, duration_ms, ingest_state, transcript_state, screen_state)
      select id, room_id, id, '/year.mp4', id::text, 1, started_at, 'option', 10800000, 'done', 'done', 'done' from broadcasts`,
    `insert into flags (id, room_id, broadcast_id, category, phrase, audience, rule, channel, severity, mode, articles,
        lexicon_version, hit_count, recording_id, quote, quote_start, quote_end, start_ms, end_ms, said_at, state, created_at, clip_failure)
      select ${id('flag', `r || ' ' || f`)}, s.room_id, s.id, w.category, w.phrase, false, w.rule, 'speech', w.severity, w.mode, '[]',
        'v1', 1 + f % 5, s.id, replace(${frame}, '§', w.phrase), 0, 4, (f % ${perShow}) * 1800000, (f % ${perShow}) * 1800000 + 4000,
        s.started_at + (f % ${perShow}) * interval '30 minutes',
        case when s.started_at > ${now} - interval '2 days' or ${draw('fid.v', 2, 100)} = 0 then 'open'
          when ${draw('fid.v', 3, 100)} < case when r % 50 = 0 then 40 else 5 end then 'confirmed'
          when ${draw('fid.v', 3, 100)} > 97 then 'doubtful' else 'dismissed' end,
        s.started_at + interval '4 hours', '没有录像文件'
      from generate_series(0, ${rooms} - 1) r cross join generate_series(0, ${flagsPerRoom} - 1) f
      cross join lateral (select r || ' ' || f v) fid
      join broadcasts s on s.id = ${id('show', `r || ' ' || (1 + f / ${perShow})`)}
      join said w on w.n = (${draw(`r || ' ' || (f / ${perShow})`, 4, words)} + (f % ${perShow}) * 7) % ${words}`,
    `insert into verdicts (id, flag_id, verdict, reason, by, at, effective_at)
      select ${id('verdict', 'id')}, id, state, '', '周', created_at + interval '1 hour', created_at + interval '70 minutes'
      from flags where state <> 'open'`,
    // One log line a day: self-checks, trainings, and the notices that were answered.
    `insert into pool_events (id, room_id, at, kind, body, actor)
      select 'e' || r || '-' || e, ${id('room', 'r')}, at, 'favourable',
        jsonb_build_object('kind', 'favourable', 'id', 'e' || r || '-' || e, 'atMs', floor(extract(epoch from at) * 1000)::int8,
          'fact', ('{self_check,training,compliance_system,public_service}'::text[])[1 + e % 4], 'text', '每日自查记录第' || e || '号'), '周'
      from generate_series(0, ${rooms} - 1) r cross join generate_series(1, ${eventsPerRoom}) e
      cross join lateral (select ${now} - (${eventsPerRoom} - e) * interval '${Math.round((365 * 86_400) / eventsPerRoom)} seconds' - r * interval '7 seconds' as at) t`,
    `insert into pool_events (id, room_id, at, kind, body, actor)
      select kind || f.id, f.room_id, t.at, kind,
        jsonb_build_object('kind', kind, 'id', kind || f.id, 'atMs', floor(extract(epoch from t.at) * 1000)::int8,
          'noticeId', f.id, 'flagIds', jsonb_build_array(f.id)), '周'
      from flags f cross join lateral (values ('noticed', f.created_at + interval '1 day'), ('rectified', f.created_at + interval '9 days')) t(kind, at)
      where f.state = 'confirmed' and t.at <= ${now}`,
  ]
}
