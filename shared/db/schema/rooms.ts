import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'

/** 直播间. A recording whose room is unknown makes one on the platform `other`, to be registered properly later. */
export const rooms = pgTable(
  'rooms',
  {
    id: id(),
    platform: text('platform').notNull(),
    platformId: text('platform_id').notNull(),
    name: text('name').notNull(),
    accountName: text('account_name').notNull().default(''),
    link: text('link'),
    title: text('title').notNull().default(''),
    type: text('type').$type<RoomType>().notNull().default('shop'),
    goods: text('goods').array().$type<Goods[]>().notNull().default([]),
    operatorId: uuid('operator_id').references(() => operators.id),
    region: text('region').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('rooms_platform_key').on(t.platform, t.platformId),
    index().on(t.region),
    index('rooms_operator').on(t.operatorId),
  ],
)
