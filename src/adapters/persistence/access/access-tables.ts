import { boolean, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Permission } from '../../../domain/access/permission.ts';
import type { RestrictionRule } from '../../../domain/access/restriction.ts';
import { ownerId } from '../accounts/accounts-tables.ts';

/** All instances listen on this channel; a message means that rules must be reloaded. */
export const ACCESS_CHANNEL = 'kinopolka_access';

export const roles = pgTable('roles', {
  name: text().primaryKey(),
  description: text().notNull(),
  permissions: text().array().$type<Permission[]>().notNull(),
  builtIn: boolean('built_in').notNull().default(false),
});

export const userRoles = pgTable(
  'user_roles',
  {
    userId: ownerId(),
    roleName: text('role_name')
      .notNull()
      .references(() => roles.name, { onDelete: 'cascade', onUpdate: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.userId, table.roleName] }), index('user_roles_role_idx').on(table.roleName)],
);

export const restrictions = pgTable('restrictions', {
  label: text().primaryKey(),
  rule: jsonb().$type<RestrictionRule>().notNull(),
});
