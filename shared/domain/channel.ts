import { z } from 'zod'

/**
 * Where a text came from. `screen` is text read off the picture, `link` a QR code or address.
 * Audience comments (`danmaku`) are never the host's violation by themselves (令117号 第31条第2款).
 */
export const Channel = z.enum(['speech', 'danmaku', 'title', 'screen', 'link'])
export type Channel = z.infer<typeof Channel>

/** What is being sold while a text is said; decides which bases and rules apply. */
export const Goods = z.enum([
  'food',
  'health-food',
  'cosmetics',
  'medical-device',
  'drug',
  'apparel',
  'jewelry',
  'seafood',
  'tea',
  'alcohol',
  'electronics',
  'household',
  'education',
  'finance',
  'infant',
  'other',
])
export type Goods = z.infer<typeof Goods>

/** Who runs the room (令117号 第35条): 达人播 is generally advertising, 店播 is not by itself. */
export const RoomType = z.enum(['shop', 'influencer', 'agency', 'virtual'])
export type RoomType = z.infer<typeof RoomType>
