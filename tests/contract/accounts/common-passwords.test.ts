import { BundledCommonPasswords } from '../../../src/adapters/security/bundled-common-passwords.ts';
import { ListedCommonPasswords } from '../../fakes/listed-common-passwords.ts';
import { commonPasswordsContract } from './common-passwords.contract.ts';

const bundled = new BundledCommonPasswords();

commonPasswordsContract('listed, for tests', () => new ListedCommonPasswords(['Password', 'qwerty123']));
commonPasswordsContract('bundled', () => bundled);
