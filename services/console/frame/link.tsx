import type { ComponentProps } from 'react'
import { go } from './router.ts'

/** A link inside the console: opens in place, and in a new tab when the person asks for one. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { readonly href: string }) {
  return (
    <a
      href={href}
      onClick={(event) => {
        onClick?.(event)
        const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0
        if (event.defaultPrevented || elsewhere) return
        event.preventDefault()
        go(href)
      }}
      {...rest}
    />
  )
}
