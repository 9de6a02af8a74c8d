import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App, loadAhead } from './app.tsx'
import './frame/frame.css'

// Forms are checked without code made at run time, which the page's policy refuses.
z.config({ jitless: true })

loadAhead()

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
