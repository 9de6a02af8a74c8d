import { useState } from 'react'
import { Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Help } from './help.tsx'
import { useJudging } from './judging.ts'
import { usePark } from './park.ts'
import { useReviewQueue } from './review-queue.ts'
import { Side } from './side.tsx'
import { did } from './tour.tsx'
import { Workbench } from './workbench.tsx'
import './review.css'

/** 线索复核: the queue, and the flag in hand. */
export function ReviewPage() {
  const say = useWords()
  const [help, setHelp] = useState(false)
  const queue = useReviewQueue()
  const { state, list, chosen, row, next, select, goOn } = queue
  const { judge, judgeAll, undo } = useJudging(select)
  const park = usePark(goOn)
  return (
    <div className="review">
      <Side queue={queue} help={() => setHelp(true)} undo={(given) => void undo(given)} />
      {chosen ? (
        <Workbench
          id={chosen}
          row={row}
          nextPhrase={next?.quote}
          select={select}
          move={(step) => {
            queue.move(step)
            did('queue')
          }}
          judge={(view, verdict, reason) => {
            judge(view, verdict, reason)
            did('verdict')
            goOn()
          }}
          judgeAll={(copies, flagIds, verdict) => {
            judgeAll(copies, flagIds, verdict)
            goOn()
          }}
          park={(view, reason) => void park(view, reason)}
          load={queue.load}
          undo={() => void undo()}
          help={() => setHelp(true)}
        />
      ) : (
        <div className="panel nothing">
          {list.data && (
            <Notice
              title={say(state === 'open' ? 'review.emptyOpen' : 'review.emptyOther')}
              hint={say(state === 'open' ? 'review.emptyOpenHint' : 'review.emptyOtherHint')}
            />
          )}
        </div>
      )}
      <Help open={help} close={() => setHelp(false)} />
    </div>
  )
}
