import { z } from 'zod'
import { BatchForm } from '#shared/domain/application.ts'
import { GuideForm } from '#shared/domain/guide.ts'
import { Leniency } from '#shared/domain/leniency.ts'
import { CredentialForm, StreamerForm } from '#shared/domain/streamer.ts'
import { MeasureForm, OfferState } from '#shared/domain/support.ts'
import { AttendanceForm, TrainingForm } from '#shared/domain/training.ts'
import { listRoom, object, publicize, settleObjection } from '../applications/confirm.ts'
import {
  createBatch,
  saveFields,
  startApplication,
  submitApplication,
} from '../applications/draft.ts'
import { extendReview, ReviewBody, reviewApplication } from '../applications/review.ts'
import { assignPanel, CardForm, settleScore, submitCard } from '../applications/scoring.ts'
import { HandoverForm, handOver } from '../leads/handover.ts'
import { LeadStep, matchLead, stepLead } from '../leads/steps.ts'
import { AnswerForm, answerNotice, recordTalk, TalkForm } from '../notices/answer.ts'
import { extendNotice, readNotice, withdrawNotice } from '../notices/steps.ts'
import { confirmRead, publishGuide } from '../registry/guides.ts'
import { createStreamer, fileCredential } from '../registry/streamers.ts'
import { noteOutcome, offerMeasure, offerTo } from '../registry/support.ts'
import { fileAttendance, holdTraining } from '../registry/trainings.ts'
import { answerRemoval, extendHearing, fillLeniency, serveHearing } from '../removal/hearing.ts'
import { type ActRow, filled, plain } from './act-row.ts'
import { reviewActs } from './review-acts.ts'

const uuid = z.uuid()
const text = z.string().trim().min(1).max(4000)
const { system, diligence, grounds, outcome, reason } = Leniency.shape

/** Every act on leads, cases and the registry that has no command of its own. */
export const acts: Readonly<Record<string, ActRow>> = {
  ...reviewActs,

  'batch.open': filled('发布申报批次', 0, BatchForm, (d, b) => createBatch(d.deps, d.actor, b)),
  'application.start': filled(
    ...(['起草申报', 0] as const),
    z.strictObject({ batchId: uuid, roomId: uuid }),
    (d, b) => startApplication(d.deps, d.actor, b),
  ),
  'application.fields': filled(
    ...(['填写申报表', 1] as const),
    z.record(z.string().max(60), z.unknown()),
    (d, b) => saveFields(d.deps, d.actor, d.id, b),
  ),
  'application.submit': plain('提交申报', 1, (d) => submitApplication(d.deps, d.actor, d.id)),
  'application.review': filled('审查', 1, ReviewBody, (d, b) =>
    reviewApplication(d.deps, d.actor, d.id, b),
  ),
  'application.extend': plain('延长审查期限', 1, (d) =>
    extendReview(d.deps, d.actor, d.id, d.reason),
  ),
  'score.panel': filled(
    ...(['指定评分人', 1] as const),
    z.strictObject({ scorers: z.array(z.string().trim().min(1)).min(1).max(15) }),
    (d, b) => assignPanel(d.deps, d.actor, d.id, b.scorers),
  ),
  'score.card': filled('评分', 1, CardForm, (d, b) => submitCard(d.deps, d.actor, d.id, b)),
  'score.final': filled('定分', 1, CardForm, (d, b) => settleScore(d.deps, d.actor, d.id, b)),
  'application.publicize': plain('公示', 1, (d) => publicize(d.deps, d.actor, d.id, d.reason)),
  'application.object': filled(
    ...(['登记异议', 1] as const),
    z.strictObject({ raisedBy: text, contact: z.string().max(100).default(''), text }),
    (d, b) => object(d.deps, d.actor, d.id, b),
  ),
  'application.settle': filled(
    ...(['处理异议', 2] as const),
    z.strictObject({ outcome: z.enum(['dismissed', 'upheld']), reason: text }),
    (d, b) => settleObjection(d.deps, d.actor, { id: d.id, objectionId: d.other }, b),
  ),
  'application.list': plain('入库', 1, (d) => listRoom(d.deps, d.actor, d.id, d.reason)),

  'notice.read': plain('签阅告知书', 1, (d) => readNotice(d.deps, d.actor, d.id)),
  'notice.answer': filled('答复告知书', 1, AnswerForm, (d, b) =>
    answerNotice(d.deps, d.actor, d.id, b),
  ),
  'notice.extend': plain('延长整改期限', 1, (d) => extendNotice(d.deps, d.actor, d.id, d.reason)),
  'notice.withdraw': plain('撤销告知书', 1, (d) => withdrawNotice(d.deps, d.actor, d.id, d.reason)),
  'talk.record': filled('约谈记录', 0, TalkForm, (d, b) => recordTalk(d.deps, d.actor, b)),

  'removal.hearing': plain('送达事实告知书', 1, (d) => serveHearing(d.deps, d.actor, d.id)),
  'removal.extend': plain('延长申辩期限', 1, (d) => extendHearing(d.deps, d.actor, d.id, d.reason)),
  'removal.statement': filled('陈述申辩', 1, AnswerForm, (d, b) =>
    answerRemoval(d.deps, d.actor, d.id, b),
  ),
  'removal.leniency': filled(
    ...(['填写合规尽责情况', 1] as const),
    z.strictObject({ system, diligence, grounds, outcome, reason }),
    (d, b) => fillLeniency(d.deps, d.actor, d.id, b),
  ),

  'lead.handover': filled('移交线索', 0, HandoverForm, (d, b) => handOver(d.deps, d.actor, b)),
  'lead.step': filled('线索的一步', 1, LeadStep, (d, b) => stepLead(d.deps, d.actor, d.id, b)),
  'lead.room': filled('线索对应直播间', 1, z.strictObject({ roomId: uuid }), (d, b) =>
    matchLead(d.deps, d.actor, d.id, b.roomId),
  ),

  'streamer.add': filled('登记主播', 0, StreamerForm, (d, b) => createStreamer(d.deps, d.actor, b)),
  'streamer.credential': filled('登记主播证书', 1, CredentialForm, (d, b) =>
    fileCredential(d.deps, d.actor, d.id, b),
  ),
  'training.hold': filled('登记培训', 0, TrainingForm, (d, b) => holdTraining(d.deps, d.actor, b)),
  'training.attendance': filled(
    ...(['登记到课', 1] as const),
    z.strictObject({ lines: z.array(AttendanceForm).min(1).max(500) }),
    (d, b) => fileAttendance(d.deps, d.actor, d.id, b.lines),
  ),
  'guide.publish': filled('发布责任清单或指引', 0, GuideForm, (d, b) =>
    publishGuide(d.deps, d.actor, b, d.reason),
  ),
  'guide.read': filled(
    ...(['阅读回执', 1] as const),
    z.strictObject({ operatorId: uuid, readBy: z.string().max(60).default('') }),
    (d, b) => confirmRead(d.deps, d.actor, d.id, b),
  ),
  'support.offer': filled('发布培育措施', 0, MeasureForm, (d, b) =>
    offerMeasure(d.deps, d.actor, b),
  ),
  'support.to': filled('推送培育措施', 1, z.strictObject({ operatorId: uuid }), (d, b) =>
    offerTo(d.deps, d.actor, d.id, b),
  ),
  'support.outcome': filled(
    ...(['登记推送结果', 1] as const),
    z.strictObject({ state: OfferState, outcome: text }),
    (d, b) => noteOutcome(d.deps, d.actor, d.id, b),
  ),
}
