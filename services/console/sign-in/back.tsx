import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { signedOut } from '../frame/signed-out.ts'
import { useWords } from '../words/words.ts'
import { Sheet } from './page.tsx'
import { Change, Code, type Next, Password } from './steps.tsx'

/**
 * Covers a page whose session is over, until the same person is back: what they had typed is still there. Somebody else
 * gets a page of their own. A modal dialog, so that nothing beneath can be seen, reached or read out.
 */
export function Back({ name }: { readonly name: string }) {
  const say = useWords()
  const queries = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  const [step, setStep] = useState<Next>('in')
  const [given, setGiven] = useState({ name, password: '' })
  useEffect(() => dialog.current?.showModal(), [])

  function follow(next: Next, who = given.name) {
    setStep(next)
    if (next === 'in') back(who)
  }
  function back(who: string) {
    if (who !== name) return location.assign('/')
    signedOut.set(false)
    void queries.invalidateQueries()
  }
  return (
    <dialog ref={dialog} className="back" onCancel={(event) => event.preventDefault()}>
      {step === 'code' ? (
        <Sheet title={say('signIn.codeHeading')}>
          <Code then={follow} />
        </Sheet>
      ) : step === 'change' ? (
        <Sheet title={say('signIn.changeHeading')} hint={say('signIn.changeHint')}>
          <Change
            known={given.password}
            label={say('signIn.changeAndEnter')}
            then={() => back(given.name)}
          />
        </Sheet>
      ) : (
        <Sheet title={say('signIn.backHeading')} hint={say('signIn.backHint')}>
          <Password
            name={name}
            then={(next, who, password) => {
              setGiven({ name: who, password })
              follow(next, who)
            }}
          />
        </Sheet>
      )}
    </dialog>
  )
}
