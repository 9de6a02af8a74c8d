import { Button } from 'antd'
import { Component, type ReactNode } from 'react'
import { useWords } from '../words/words.ts'
import { Notice } from './states.tsx'

interface Props {
  readonly children: ReactNode
}

/** Keeps the rest of the window where a part of it cannot be drawn, most often because its code could not be fetched. */
export class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? <Unopened /> : this.props.children
  }
}

function Unopened() {
  const say = useWords()
  return (
    <Notice
      role="alert"
      icon="alert"
      title={say('state.unopened')}
      hint={say('state.unopenedHint')}
    >
      <Button onClick={() => location.reload()}>{say('state.reload')}</Button>
    </Notice>
  )
}
