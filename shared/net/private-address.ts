import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses that are nobody's on the public internet (RFC 6890 and its IPv6 kin): this machine, its network, the cloud's metadata. */
const inner = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(net, bits, 'ipv6')

/** Whether an IP address is one of this machine, of a private network or of no network; IPv4 dressed as IPv6 is seen through. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '')
  const kind = isIP(bare)
  if (kind === 0) return false
  return inner.check(bare, kind === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Resolves host names for a socket, refusing private addresses at the moment of connecting: a name cannot point elsewhere
 * between a check and its use. Literal addresses never come here; check those with `isPrivateAddress`.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    const refused = found?.find(({ address }) => isPrivateAddress(address))
    const fault = error ?? (refused ? new Error(`${hostname} is at a private address`) : null)
    if (fault) return callback(fault, '')
    if (options.all) return callback(null, found)
    const [first] = found
    return callback(null, first?.address ?? '', first?.family)
  })
}
