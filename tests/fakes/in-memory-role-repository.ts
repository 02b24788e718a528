import type { RoleCheck, RoleRepository } from '../../src/application/access/ports/role-repository.ts';
import type { Role, RoleChanges, RoleContent } from '../../src/domain/access/role.ts';
import {
  BUILT_IN_ROLES,
  MAX_ROLES_PER_USER,
  RoleNameTaken,
  RoleNotFound,
  RoleNotHeld,
  rolesOf,
  TooManyRoles,
} from '../../src/domain/access/role.ts';
import type { User, UserId } from '../../src/domain/accounts/user.ts';
import { UserNotFound } from '../../src/domain/accounts/user.ts';
import type { InMemoryUserRepository } from './in-memory-user-repository.ts';

export class InMemoryRoleRepository implements RoleRepository {
  private readonly roles = new Map(BUILT_IN_ROLES.map((role) => [role.name, role]));
  private changes = 0;

  constructor(private readonly users: InMemoryUserRepository) {}

  async list(): Promise<readonly Role[]> {
    return structuredClone([...this.roles.values()]).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async find(name: string): Promise<Role | undefined> {
    return structuredClone(this.roles.get(name));
  }

  async add(content: RoleContent): Promise<Role> {
    if (this.roles.has(content.name)) throw new RoleNameTaken();
    const role = structuredClone({ ...content, builtIn: false });
    this.roles.set(role.name, role);
    return structuredClone(role);
  }

  async change(name: string, changes: RoleChanges, check: RoleCheck): Promise<Role> {
    const role = this.get(name, check);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = structuredClone({ ...role, ...given });
    if (changed.name !== name && this.roles.has(changed.name)) throw new RoleNameTaken();
    this.roles.delete(name);
    this.roles.set(changed.name, changed);
    if (changed.name !== name) {
      for (const { id, roles } of this.holders(name))
        this.put(id, [...roles.filter((held) => held !== name), changed.name]);
    }
    return structuredClone(changed);
  }

  async remove(name: string, check: RoleCheck): Promise<void> {
    this.get(name, check);
    this.roles.delete(name);
    for (const { id, roles } of this.holders(name))
      this.put(
        id,
        roles.filter((held) => held !== name),
      );
  }

  async give(userId: UserId, name: string, check: RoleCheck): Promise<void> {
    this.get(name, check);
    const { roles } = this.user(userId);
    if (roles.includes(name)) return;
    if (roles.length >= MAX_ROLES_PER_USER) throw new TooManyRoles();
    this.put(userId, [...roles, name]);
  }

  async take(userId: UserId, name: string, check: RoleCheck): Promise<void> {
    this.get(name, check);
    const { roles } = this.user(userId);
    if (!roles.includes(name)) throw new RoleNotHeld();
    this.put(
      userId,
      roles.filter((held) => held !== name),
    );
  }

  private get(name: string, check: RoleCheck): Role {
    const role = this.roles.get(name);
    if (!role) throw new RoleNotFound();
    check(structuredClone(role));
    return role;
  }

  private user(id: UserId): User {
    const user = this.users.get(id)?.user;
    if (!user) throw new UserNotFound();
    return user;
  }

  private holders(name: string): User[] {
    return this.users.all().filter(({ roles }) => roles.includes(name));
  }

  private put(userId: UserId, roles: readonly string[]): void {
    const user = this.users.update(userId, { roles: roles.toSorted() });
    this.changes += 1;
    this.users.revoked.remember({
      userId,
      roles: rolesOf(user),
      isSuperuser: user.isSuperuser,
      number: this.changes,
    });
  }
}
