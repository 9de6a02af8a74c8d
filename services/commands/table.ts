import type { Command } from 'commander'
import type { Io } from './context.ts'

type Register = (command: Command, io: Io) => void

/** A command as help lists it. What hangs on it is read when it is asked for: all of them together take seconds. */
export interface CommandRow {
  readonly usage: string
  readonly what: string
  /** Gives the command its options and its action, or its subcommands. */
  readonly load: () => Promise<Register>
}

const row = (usage: string, what: string, load: CommandRow['load']): CommandRow => ({
  usage,
  what,
  load,
})

/** Every command, under the heading it has in help. */
export const commandTable: Readonly<Record<string, readonly CommandRow[]>> = {
  '看一段录像、一句话 / one recording, one sentence': [
    row(
      'scan <recording>',
      '一次性分析一段录像,不留数据库 / analyse one recording, leaving no database',
      async () => (await import('./scan.ts')).scanCommand,
    ),
    row(
      'inspect <file>',
      '查看录像、弹幕或字幕文件 / what a media, danmaku or caption file holds',
      async () => (await import('./inspect.ts')).inspectCommand,
    ),
    row(
      'detect',
      '逐行判断文本 / judge lines of text: {id,text,channel?,goods?}',
      async () => (await import('./detect.ts')).detectCommand,
    ),
    row(
      'explain [text]',
      '一句话为什么是、为什么不是线索 / why a sentence is flagged, and why not',
      async () => (await import('./explain.ts')).explainCommand,
    ),
    row(
      'cer <audio...>',
      '比较转写引擎的字错率 / character error rate of engines on reference text',
      async () => (await import('./cer.ts')).cerCommand,
    ),
  ],
  '录像进来 / recordings in': [
    row(
      'ingest <recording...>',
      '登记录像并分析 / register recordings and analyse them',
      async () => (await import('./house.ts')).ingestCommand,
    ),
    row(
      'intake',
      '接收情况:在录、等待、未接收及原因 / what is announced, growing, waiting or refused',
      async () => (await import('./intake.ts')).intakeCommand,
    ),
    row(
      'capture',
      '直播采集 / live capture',
      async () => (await import('./capture.ts')).captureCommand,
    ),
    row(
      'transcribe <recording...>',
      '录像的转写版本;--again 重新转写 / transcript versions, or hear anew',
      async () => (await import('./transcribe.ts')).transcribeCommand,
    ),
    row(
      'asr',
      '各转写引擎听了多少、花了多少 / what each engine has heard and taken',
      async () => (await import('./transcribe.ts')).asrCommand,
    ),
  ],
  '线索与判定 / leads and verdicts': [
    row(
      'worklist',
      '今日复核清单:按名次,以分钟为限 / what to review today, by rank, within the minutes',
      async () => (await import('./worklist.ts')).worklistCommand,
    ),
    row(
      'flags',
      '线索列表 / leads for review',
      async () => (await import('./rooms.ts')).flagsCommand,
    ),
    row(
      'verdict <flag> <verdict>',
      '判定一条线索 / decide on a lead: confirmed, dismissed, doubtful, invalid',
      async () => (await import('./rooms.ts')).verdictCommand,
    ),
    row(
      'candidates',
      '候选:模型提出、未成线索的话 / what models propose, apart from leads',
      async () => (await import('./candidates.ts')).candidatesCommand,
    ),
    row(
      'adjudicate',
      '现在就请大模型看待办的线索与转写 / ask the language model now',
      async () => (await import('./candidates.ts')).adjudicateCommand,
    ),
    row(
      'signals',
      '观众弹幕的信号:雷同、水军、证言、投诉聚集 / what comments together may mean',
      async () => (await import('./signals.ts')).signalsCommand,
    ),
    row(
      'lexicon',
      '词库版本:起草、比对、试运行、发布、回滚、回测 / lexicon versions',
      async () => (await import('./lexicon.ts')).lexiconCommand,
    ),
  ],
  '登记与培育 / registry and cultivation': [
    row(
      'rooms',
      '直播间与在库状态 / rooms and their standing',
      async () => (await import('./rooms.ts')).roomsCommand,
    ),
    row(
      'room',
      '登记直播间 / register rooms',
      async () => (await import('./registry.ts')).roomCommand,
    ),
    row(
      'operator',
      '登记经营主体 / register operators',
      async () => (await import('./registry.ts')).operatorCommand,
    ),
    row(
      'tasks',
      '登记待办:查询过期、资质到期、实名检查、未读指引 / what the registry asks for',
      async () => (await import('./registry.ts')).tasksCommand,
    ),
    row(
      'streamers [id]',
      '主播、证书与培训学时 / streamers',
      async () => (await import('./cultivation.ts')).streamersCommand,
    ),
    row(
      'trainings [id]',
      '培训与到课名单 / trainings',
      async () => (await import('./cultivation.ts')).trainingsCommand,
    ),
    row(
      'guides [id]',
      '责任清单与合规指引、阅读回执 / guides',
      async () => (await import('./cultivation.ts')).guidesCommand,
    ),
    row(
      'support [id]',
      '培育措施与推送结果 / support measures',
      async () => (await import('./cultivation.ts')).supportCommand,
    ),
    row(
      'import',
      '导入台账 / import a ledger',
      async () => (await import('./ledger.ts')).importCommand,
    ),
    row(
      'export',
      '导出台账 / export a ledger',
      async () => (await import('./ledger.ts')).exportCommand,
    ),
  ],
  '培育库与办理 / pool and cases': [
    row(
      'pool [room]',
      '培育库得分与扣分明细 / standing and its arithmetic',
      async () => (await import('./rooms.ts')).poolCommand,
    ),
    row(
      'step <room> <verb>',
      '在库状态的一步 / a step of the membership of a room',
      async () => (await import('./cases.ts')).stepCommand,
    ),
    row(
      'applications',
      '申报 / applications',
      async () => (await import('./cases.ts')).applicationsCommand,
    ),
    row(
      'notices',
      '整改告知 / rectification notices',
      async () => (await import('./cases.ts')).noticesCommand,
    ),
    row(
      'notice-draft <room> <flags...>',
      '由成立的线索起草整改告知 / draft a notice',
      async () => (await import('./cases.ts')).noticeDraftCommand,
    ),
    row(
      'notice <id> <verb>',
      '办理整改告知 / a notice: serve, accept, refuse',
      async () => (await import('./cases.ts')).noticeCommand,
    ),
    row(
      'proposals',
      '移出建议 / removal proposals',
      async () => (await import('./rooms.ts')).proposalsCommand,
    ),
    row(
      'removals',
      '移出案件 / removal cases',
      async () => (await import('./removals.ts')).removalsCommand,
    ),
    row(
      'removal-sign <id> <stage> <outcome>',
      '签署移出案件 / sign a removal stage',
      async () => (await import('./removals.ts')).removalSignCommand,
    ),
    row(
      'reinstate <id>',
      '恢复在库 / bring a removed room back',
      async () => (await import('./removals.ts')).reinstateCommand,
    ),
    row(
      'leads',
      '线索移交与来源 / leads in and out',
      async () => (await import('./leads.ts')).leadsCommand,
    ),
    row(
      'leads-import <file>',
      '导入 12315、浙江公平在线等线索 / import leads',
      async () => (await import('./leads.ts')).leadsImportCommand,
    ),
    row(
      'do [act] [ids...]',
      '办理申报、评分、申辩、线索、主播、培训等;不写事项则列出 / one act by name',
      async () => (await import('./do.ts')).doCommand,
    ),
  ],
  '日报与外发 / reports and deliveries': [
    row(
      'report',
      '动态监测日报、周报、月报 / daily, weekly, monthly report',
      async () => (await import('./report.ts')).reportCommand,
    ),
    row(
      'deliveries',
      '外发记录与重发 / what left the building, and another try',
      async () => (await import('./deliveries.ts')).deliveriesCommand,
    ),
    row(
      'alerts',
      '未消除的提醒 / alerts whose cause lasts',
      async () => (await import('./deliveries.ts')).alertsCommand,
    ),
  ],
  '运行 / operation': [
    row(
      'serve',
      '启动服务与控制台 / run the pipeline, the API and the console',
      async () => (await import('./serve.ts')).serveCommand,
    ),
    row(
      'doctor',
      '自检 / check this installation',
      async () => (await import('./doctor.ts')).doctorCommand,
    ),
    row(
      'migrate',
      '建立或升级数据库 / create or upgrade the database',
      async () => (await import('./house.ts')).migrateCommand,
    ),
    row(
      'user',
      '用户与授权 / accounts, rights and tokens',
      async () => (await import('./users.ts')).userCommand,
    ),
    row(
      'demo-city',
      '在空库中生成演示城市 / fill an empty database with an invented city',
      async () => (await import('./demo-city.ts')).demoCityCommand,
    ),
  ],
}
