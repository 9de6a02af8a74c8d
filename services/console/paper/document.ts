import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  version,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import { useEffect, useState } from 'react'

GlobalWorkerOptions.workerSrc = workerUrl
/** Put there by the build; see vite.config.ts. */
const data = `/assets/pdf-${version}`

export type PaperFault = 'locked' | 'broken' | 'away'

type Opened =
  | { readonly document: PDFDocumentProxy; readonly fault?: undefined }
  | { readonly document?: undefined; readonly fault: PaperFault }

/** The PDF at an address, or why it cannot be shown; null while it is on its way. */
export function usePaper(href: string): Opened | null {
  const [opened, setOpened] = useState<{ href: string; it: Opened } | null>(null)
  useEffect(() => {
    // Nothing is evaluated, and no WebAssembly is loaded: the console's policy allows neither.
    const task = getDocument({
      url: href,
      isEvalSupported: false,
      useWasm: false,
      cMapUrl: `${data}/cmaps/`,
      standardFontDataUrl: `${data}/standard_fonts/`,
      wasmUrl: `${data}/wasm/`,
      verbosity: 0,
    })
    task.promise.then(
      (document) => setOpened({ href, it: { document } }),
      (error) => setOpened({ href, it: { fault: faultOf(error) } }),
    )
    return () => void task.destroy()
  }, [href])
  return opened?.href === href ? opened.it : null
}

/** By the names pdf.js gives them; not all of its errors are exported. */
function faultOf(error: unknown): PaperFault {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException') return 'locked'
  return name === 'InvalidPDFException' ? 'broken' : 'away'
}
