import { lookup as dnsLookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { AppError } from '#shared/errors.ts'

/** Networks that are not the public internet (RFC 6890 and the metadata addresses of clouds among them). */
const inner: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  // Loopback, and addresses of the old network in the new one’s clothes.
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 32, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]
const blocked = new BlockList()
for (const [net, bits, family] of inner) blocked.addSubnet(net, bits, family)

/** Which addresses may be opened; made from `allow` of policies/capture.yaml. */
export interface AddressGuard {
  /** Throws `forbidden` for a scheme, host or literal address that may not be opened. */
  checkUrl(url: URL): void
  /** The addresses of a host that may be connected to. Throws `forbidden` when there is none. */
  resolve(url: URL): Promise<readonly { readonly address: string; readonly family: number }[]>
}

const schemes = new Set(['http:', 'https:', 'rtmp:', 'rtmps:'])

/**
 * Nothing but the public internet, save what the policy allows by CIDR or host:port. Names are resolved here and the
 * connection goes to the address that was checked, so that a name cannot change between the check and the use.
 */
export function addressGuard(allow: readonly string[]): AddressGuard {
  const allowed = new BlockList()
  const hosts = new Set<string>()
  for (const entry of allow) {
    const [net = '', bits] = entry.split('/')
    if (bits !== undefined && isIP(net) !== 0)
      allowed.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4')
    else hosts.add(entry.toLowerCase())
  }
  const named = (url: URL) => hosts.has(`${url.hostname}:${portOf(url)}`)
  const mayOpen = (address: string) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4'
    return allowed.check(plain, family) || !isInner(plain)
  }

  function checkUrl(url: URL): void {
    if (!schemes.has(url.protocol))
      throw refused(
        `不支持的地址类型 ${url.protocol.slice(0, 20)}，直播地址须为 http、https 或 rtmp。`,
      )
    if (url.username !== '' || url.password !== '')
      throw refused('直播地址里不能带用户名和密码，请改用不带口令的地址。')
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) !== 0 && !mayOpen(literal) && !named(url)) throw refused(innerAddress(url))
  }

  return {
    checkUrl,
    async resolve(url) {
      checkUrl(url)
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const found = await dnsLookup(host, { all: true }).catch((cause: unknown) => {
        throw new AppError('unavailable', `找不到主机 ${host}，请检查直播地址与网络。`, { cause })
      })
      const usable = named(url) ? found : found.filter(({ address }) => mayOpen(address))
      if (usable.length === 0) throw refused(innerAddress(url))
      return usable
    },
  }
}

/** Loopback, private, link-local, metadata, multicast and reserved addresses, also when mapped into IPv6. */
export function isInner(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (/^::ffff:/i.test(plain)) return true
  return isIP(plain) === 0 || blocked.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}

export function portOf({ port, protocol }: URL): string {
  const usual = { 'http:': '80', 'https:': '443', 'rtmp:': '1935', 'rtmps:': '443' }
  return port || (usual[protocol as keyof typeof usual] ?? '')
}

const innerAddress = ({ host }: URL) =>
  `地址 ${host} 在内部网络，未获准访问；确需采集时请在 policies/capture.yaml 的 allow 中写明。`

function refused(sentence: string): AppError {
  return new AppError('forbidden', sentence)
}
