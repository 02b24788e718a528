import { hash } from '@node-rs/argon2';
import { Argon2PasswordHasher } from '../../../src/adapters/security/argon2-password-hasher.ts';
import { PlainPasswordHasher } from '../../fakes/plain-password-hasher.ts';
import { passwordHasherContract } from './password-hasher.contract.ts';

passwordHasherContract('plain, for tests', {
  open: async () => new PlainPasswordHasher(),
  outdatedHash: (password) => PlainPasswordHasher.outdatedHash(password),
});
passwordHasherContract('argon2', {
  open: () => Argon2PasswordHasher.create(),
  outdatedHash: (password) => hash(password, { memoryCost: 4096, timeCost: 2, parallelism: 1 }),
});
