import { createServer, type Socket } from 'node:net'

/** One message as the server took it. */
export interface TakenMail {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body with dots unstuffed, lines ended by CRLF. */
  readonly data: string
}

export interface FakeSmtp {
  readonly url: string
  readonly taken: readonly TakenMail[]
  /** What the next command that begins so is answered with, once. */
  answerNext(command: string, answer: string): void
  close(): Promise<void>
}

interface Talk {
  user: string | null
  from: string
  to: string[]
  lines: string[] | null
}

/** A mail server on the loopback that speaks RFC 5321 with AUTH PLAIN (RFC 4616), and refuses what is out of turn. */
export async function fakeSmtp(user: string, password: string): Promise<FakeSmtp> {
  const taken: TakenMail[] = []
  const prepared: { command: string; answer: string }[] = []
  const sockets = new Set<Socket>()

  function respond(line: string, talk: Talk): string {
    const at = prepared.findIndex(({ command }) => line.toUpperCase().startsWith(command))
    if (at >= 0) return prepared.splice(at, 1)[0]?.answer ?? ''
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') return '250-fake\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN'
    if (verb === 'AUTH') {
      const given = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0')
      if (given[1] !== user || given[2] !== password) return '535 5.7.8 bad credentials'
      talk.user = user
      return '235 2.7.0 ok'
    }
    if (verb === 'QUIT') return '221 2.0.0 bye'
    if (verb === 'RSET') {
      Object.assign(talk, { from: '', to: [] })
      return '250 2.0.0 ok'
    }
    if (talk.user === null) return '530 5.7.0 authentication required'
    const path = /<([^>]*)>/.exec(line)?.[1] ?? ''
    if (verb === 'MAIL') {
      Object.assign(talk, { from: path, to: [] })
      return '250 2.1.0 ok'
    }
    if (verb === 'RCPT') {
      if (talk.from === '') return '503 5.5.1 MAIL first'
      talk.to.push(path)
      return '250 2.1.5 ok'
    }
    if (verb !== 'DATA') return '502 5.5.1 not known'
    if (talk.to.length === 0) return '503 5.5.1 RCPT first'
    talk.lines = []
    return '354 go on'
  }

  function receive(line: string, talk: Talk): string | null {
    if (talk.lines === null) return respond(line, talk)
    if (line !== '.') {
      talk.lines.push(line.startsWith('.') ? line.slice(1) : line)
      return null
    }
    const data = talk.lines.join('\r\n')
    talk.lines = null
    const at = prepared.findIndex(({ command }) => command === '.')
    if (at >= 0) return prepared.splice(at, 1)[0]?.answer ?? ''
    taken.push({ from: talk.from, to: talk.to, data })
    return `250 2.0.0 queued as ${taken.length}`
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.setEncoding('utf8')
    const talk: Talk = { user: null, from: '', to: [], lines: null }
    let rest = ''
    socket.write('220 fake ESMTP\r\n')
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const answer = receive(line, talk)
        if (answer !== null) socket.write(`${answer}\r\n`)
        if (/^(221|421)/.test(answer ?? '')) socket.end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    taken,
    answerNext: (command, answer) => prepared.push({ command: command.toUpperCase(), answer }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
