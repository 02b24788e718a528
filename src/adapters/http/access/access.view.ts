import { z } from 'zod';
import type { Permission } from '../../../domain/access/permission.ts';
import { ALL_LABELS, isPermission, LABEL, PERMISSIONS } from '../../../domain/access/permission.ts';
import type { Restriction, RestrictionRule } from '../../../domain/access/restriction.ts';
import { MAX_RESTRICTED_FILMS } from '../../../domain/access/restriction.ts';
import type { Role } from '../../../domain/access/role.ts';
import { MAX_ROLE_DESCRIPTION_LENGTH, ROLE_NAME } from '../../../domain/access/role.ts';
import type { User } from '../../../domain/accounts/user.ts';
import { lookup } from '../../../domain/shared/lookup.ts';
import { accountFields, toAccountFields } from '../accounts/user.view.ts';
import { kinopoiskId } from '../films/movie.view.ts';
import type { Language } from '../input/language.ts';
import { text } from '../input/schemas.ts';
import { builtInRoles } from './access.wording.ts';

/** Maximum number of permissions of one role or token. */
export const MAX_PERMISSIONS = 100;

export const permission = z
  .string()
  .max(100)
  .refine(isPermission, { params: { code: 'unknown-permission' } })
  .meta({ description: `${PERMISSIONS.join(', ')}, or movies:label: with a label`, example: 'movies:read' });

export const permissionView = z
  .object({
    name: z.string().meta({ example: 'movies:read' }),
    description: z.string().meta({ description: 'What it allows' }),
  })
  .meta({
    id: 'Permission',
    description: 'A permission that a role can have',
    example: { name: 'movies:read', description: 'Search, read and list films' },
  });

const SENTENCES: Record<(typeof PERMISSIONS)[number] | typeof ALL_LABELS, string> = {
  'movies:read': 'Search, read and list films',
  'catalogue:read': 'Read genres and directors',
  'favorites:own': 'Use one’s own shelf and imports',
  'account:own': 'Read and change one’s own account and sessions',
  'users:read': 'Read all accounts',
  'users:manage': 'Give and take away roles, deactivate accounts, end their sessions',
  'roles:manage': 'Create, change and delete roles',
  'restrictions:manage': 'Restrict films to some users',
  'tokens:introspect': 'Look up tokens of other people, for other services',
  'quota:read': 'See how many calls to Kinopoisk are left today',
  [ALL_LABELS]: 'View films of every label',
};

export function toPermissionView(name: Permission): z.input<typeof permissionView> {
  const description = lookup<string>(SENTENCES, name) ?? `View films labelled ${name.split(':').at(-1)}`;
  return { name, description };
}

const roleName = z.string().regex(ROLE_NAME).meta({ example: 'editors' });
const permissions = z
  .array(permission)
  .max(MAX_PERMISSIONS)
  .transform((names) => Array.from(new Set(names)))
  .meta({ description: 'The permissions of its holders' });
const description = text({ min: 0, max: MAX_ROLE_DESCRIPTION_LENGTH }).meta({
  description: 'What the role is for',
  example: 'Manages restrictions',
});

export const roleToCreate = z.object({ name: roleName, description: description.default(''), permissions }).meta({
  id: 'RoleToCreate',
  description: 'A new role',
  example: { name: 'editors', permissions: ['restrictions:manage'] },
});

export const roleChange = z
  .object({ name: roleName.optional(), description: description.optional(), permissions: permissions.optional() })
  .meta({
    id: 'RoleChange',
    description: 'The fields to change',
    example: { description: 'Paying subscribers', permissions: ['movies:label:new'] },
  });

export const roleView = z
  .object({
    name: z.string(),
    description: z.string().meta({
      description:
        'What the role is for. The description of a built-in role is in the language of `Accept-Language`, until somebody changes it',
    }),
    permissions: z.array(z.string()).meta({ description: 'The permissions of its holders' }),
    built_in: z.boolean().meta({ description: 'Whether the role is built in: it cannot be renamed or deleted' }),
  })
  .meta({
    id: 'Role',
    description: 'A role',
    example: { name: 'editors', description: '', permissions: ['restrictions:manage'], built_in: false },
  });

export function toRoleView(role: Role, language: Language): z.input<typeof roleView> {
  const builtIn = lookup(builtInRoles, role.name);
  return {
    name: role.name,
    description: role.description === builtIn?.en ? builtIn[language] : role.description,
    permissions: [...role.permissions],
    built_in: role.builtIn,
  };
}

/** Clients may send back the description that they have read. In every language, it means the stored description. */
export function storedDescription(role: string, said: string | undefined): string | undefined {
  const builtIn = lookup(builtInRoles, role);
  return builtIn && said === builtIn.ru ? builtIn.en : said;
}

export const accountView = z
  .object({
    ...accountFields,
    is_active: z.boolean().meta({ description: 'Whether the user can log in', example: true }),
    is_superuser: z.boolean().meta({ description: 'Whether the user may do everything', example: false }),
  })
  .meta({ id: 'Account', description: 'An account as user managers see it' });

export function toAccountView(user: User): z.input<typeof accountView> {
  return { ...toAccountFields(user), is_active: user.isActive, is_superuser: user.isSuperuser };
}

export const label = z
  .string()
  .regex(LABEL)
  .meta({ description: 'Lower-case Latin letters, digits and dashes', example: 'new' });

const rule = z
  .union([
    z.strictObject({
      released_within_years: z
        .int()
        .min(1)
        .max(200)
        .meta({ description: 'Films released in this many years, the current year included' }),
    }),
    z.strictObject({
      age_limit_from: z.int().min(0).max(21).meta({ description: 'Films with this age limit or a higher one' }),
    }),
    z.strictObject({ genre_id: kinopoiskId.meta({ description: 'Films of this genre' }) }),
    z.strictObject({
      kinopoisk_ids: z.array(kinopoiskId).min(1).max(MAX_RESTRICTED_FILMS).meta({ description: 'These films' }),
    }),
  ])
  .meta({
    id: 'RestrictionRule',
    description:
      'Which films are covered: films of the last years including the current year, films from an age limit upwards, films of a genre, or single films',
    example: { released_within_years: 3 },
  });

export const restrictionToPut = z.object({ rule }).meta({
  id: 'RestrictionToPut',
  description: 'Which films the restriction covers',
  example: { rule: { released_within_years: 3 } },
});

export const restrictionView = z
  .object({ label: z.string().meta({ description: 'The label of the films' }), rule })
  .meta({
    id: 'Restriction',
    description: 'A label, and the rule that selects its films',
    example: { label: 'new', rule: { released_within_years: 3 } },
  });

export function toRestrictionView({ label: name, rule: covering }: Restriction): z.input<typeof restrictionView> {
  return { label: name, rule: toRuleView(covering) };
}

export function toRuleView(covering: RestrictionRule): z.input<typeof rule> {
  if ('releasedWithinYears' in covering) return { released_within_years: covering.releasedWithinYears };
  if ('ageLimitFrom' in covering) return { age_limit_from: covering.ageLimitFrom };
  if ('genreId' in covering) return { genre_id: covering.genreId };
  return { kinopoisk_ids: [...covering.kinopoiskIds] };
}

export function ruleIn(said: z.output<typeof rule>): RestrictionRule {
  if ('released_within_years' in said) return { releasedWithinYears: said.released_within_years };
  if ('age_limit_from' in said) return { ageLimitFrom: said.age_limit_from };
  if ('genre_id' in said) return { genreId: said.genre_id };
  return { kinopoiskIds: Array.from(new Set(said.kinopoisk_ids)) };
}
