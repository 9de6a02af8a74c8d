/** How long after a touch of the page its requests count as the person's doing. */
const lastsMs = 60_000

let touchedAt = Date.now()
for (const kind of ['pointerdown', 'keydown', 'wheel'])
  addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true })

/** True while somebody is at the page; what it asks by itself must not keep a session alive. */
export function somebodyIsThere(): boolean {
  return Date.now() - touchedAt < lastsMs
}
