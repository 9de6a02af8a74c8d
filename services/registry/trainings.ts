import { act } from '#shared/db/act.ts'
import { lockStreamer } from '#shared/db/streamers.ts'
import { addTraining, attendanceOf, lockTraining, putAttendance } from '#shared/db/trainings.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { AttendanceForm, TrainingForm } from '#shared/domain/training.ts'
import { AppError } from '#shared/errors.ts'
import { checkRegion, found, type RegistryDeps } from './deps.ts'

/** Files a training session. */
export async function holdTraining(deps: RegistryDeps, actor: Actor, form: TrainingForm) {
  return act(deps, actor, { verb: 'training.write' }, async (tx, at) => {
    checkRegion(deps, actor, form.region)
    const result = await addTraining(tx, form, actor.name, at)
    return { result, subject: result.id, after: result }
  })
}

/** Adds lines to a session's attendance list or puts them right; hours and test result count for each streamer. */
export async function fileAttendance(
  deps: RegistryDeps,
  actor: Actor,
  trainingId: string,
  lines: readonly AttendanceForm[],
) {
  return act(deps, actor, { verb: 'training.write', subject: trainingId }, async (tx) => {
    const training = found(await lockTraining(tx, actor, trainingId), '培训')
    for (const { streamerId, hours } of lines) {
      found(await lockStreamer(tx, actor, streamerId), '主播')
      if (hours > training.hours)
        throw new AppError('invalid', `出勤学时不应多于本次培训的 ${training.hours} 学时。`)
    }
    const before = await attendanceOf(tx, trainingId)
    await putAttendance(tx, trainingId, lines)
    const after = await attendanceOf(tx, trainingId)
    return { result: { attended: after.length }, before, after }
  })
}
